import { CollaborationError } from '@beckon/core';
import { checkFault } from './check-fault.ts';
import { drawDuration } from './duration.ts';
import type { AdapterCall, CallFault, Fault, MessageFault, SignalFault } from './fault.ts';
import type { MessageKind } from './message.ts';

/** The effect of all faults on one message. */
export interface FaultsOfMessage {
  readonly isDropped: boolean;
  readonly crashesReceiver: boolean;
  readonly delayMs: number;
}

/** The faults of a network. */
export class FaultList {
  readonly #random: () => number;
  readonly #active = new Set<{ readonly fault: Fault; timesLeft: number }>();

  constructor(random: () => number) {
    this.#random = random;
  }

  /** @returns a function that removes the fault. */
  add(fault: Fault): () => void {
    checkFault(fault);
    const entry = { fault: { ...fault }, timesLeft: fault.times ?? Infinity };
    this.#active.add(entry);
    return () => void this.#active.delete(entry);
  }

  clear(): void {
    this.#active.clear();
  }

  forMessage(kind: MessageKind, from: string, to: string): FaultsOfMessage {
    const happening = this.#happening(
      (fault): fault is MessageFault =>
        (fault.type === 'drop' || fault.type === 'delay' || fault.type === 'crash') &&
        matches(fault.message, kind) &&
        matches(fault.from, from) &&
        matches(fault.to, to) &&
        (fault.peer === undefined || fault.peer === from || fault.peer === to),
    );
    return {
      isDropped: happening.some(({ type }) => type === 'drop'),
      crashesReceiver: happening.some(({ type }) => type === 'crash'),
      delayMs: happening.reduce(
        (sum, fault) => sum + (fault.type === 'delay' ? drawDuration(fault.ms, this.#random) : 0),
        0,
      ),
    };
  }

  /** How many times a signal is given. */
  signalCount(peer: string): number {
    return 1 + this.#happeningAt(peer, 'duplicateSignal').length;
  }

  /**
   * The delays of signals without a reason, in milliseconds after an adapter was given the event.
   */
  spuriousSignals(peer: string): readonly number[] {
    return this.#happeningAt(peer, 'spuriousSignal').map(({ afterMs = 0 }) =>
      drawDuration(afterMs, this.#random),
    );
  }

  /** The error with which a call must reject, if a fault says so. */
  rejection(peer: string, call: AdapterCall): CollaborationError | undefined {
    const [fault] = this.#happening(
      (candidate): candidate is CallFault =>
        candidate.type === 'reject' &&
        matches(candidate.peer, peer) &&
        matches(candidate.call, call),
    );
    if (fault === undefined) return undefined;
    return new CollaborationError(
      fault.code,
      `${call}: made to fail by a fault of the mock network.`,
      { hresult: fault.hresult },
    );
  }

  #happeningAt<Type extends SignalFault['type']>(
    peer: string,
    type: Type,
  ): Extract<SignalFault, { readonly type: Type }>[] {
    return this.#happening(
      (fault): fault is Extract<SignalFault, { readonly type: Type }> =>
        fault.type === type && matches(fault.peer, peer),
    );
  }

  /** Draws for each fault that matches whether it happens this time. */
  #happening<Match extends Fault>(isMatch: (fault: Fault) => fault is Match): Match[] {
    const happening: Match[] = [];
    for (const entry of [...this.#active]) {
      const { fault } = entry;
      if (!isMatch(fault) || !this.#isDrawn(fault.probability ?? 1)) continue;
      happening.push(fault);
      entry.timesLeft -= 1;
      if (entry.timesLeft === 0) this.#active.delete(entry);
    }
    return happening;
  }

  #isDrawn(probability: number): boolean {
    return probability >= 1 || this.#random() < probability;
  }
}

function matches<T>(wanted: T | undefined, actual: T): boolean {
  return wanted === undefined || wanted === actual;
}
