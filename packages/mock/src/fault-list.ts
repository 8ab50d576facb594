import { CollaborationError } from '@beckon/core';
import { checkDuration, drawDuration } from './duration.ts';
import type { AdapterCall, CallFault, Fault, MessageFault, SignalFault } from './fault.ts';
import type { MessageKind } from './message.ts';

/** What the faults make of one message. */
export interface MessageFate {
  readonly isDropped: boolean;
  readonly crashesReceiver: boolean;
  readonly delayMs: number;
}

/** The faults of a network, and the dice. */
export class FaultList {
  readonly #random: () => number;
  readonly #active = new Set<{ readonly fault: Fault; timesLeft: number }>();

  constructor(random: () => number) {
    this.#random = random;
  }

  /** @returns what takes the fault away again. */
  add(fault: Fault): () => void {
    checkFault(fault);
    const entry = { fault, timesLeft: fault.times ?? Infinity };
    this.#active.add(entry);
    return () => void this.#active.delete(entry);
  }

  clear(): void {
    this.#active.clear();
  }

  fateOf(kind: MessageKind, from: string, to: string): MessageFate {
    const struck = this.#strike(
      (fault): fault is MessageFault =>
        (fault.type === 'drop' || fault.type === 'delay' || fault.type === 'crash') &&
        matches(fault.message, kind) &&
        matches(fault.from, from) &&
        matches(fault.to, to) &&
        (fault.peer === undefined || fault.peer === from || fault.peer === to),
    );
    return {
      isDropped: struck.some(({ type }) => type === 'drop'),
      crashesReceiver: struck.some(({ type }) => type === 'crash'),
      delayMs: struck.reduce(
        (sum, fault) => sum + (fault.type === 'delay' ? drawDuration(fault.ms, this.#random) : 0),
        0,
      ),
    };
  }

  /** How often a signal comes. */
  signalCount(peer: string): number {
    return 1 + this.#strikeAt(peer, 'duplicateSignal').length;
  }

  /** When an event is signalled without a reason, in milliseconds after an adapter was given it. */
  spuriousSignals(peer: string): readonly number[] {
    return this.#strikeAt(peer, 'spuriousSignal').map(({ afterMs = 0 }) =>
      drawDuration(afterMs, this.#random),
    );
  }

  /** What a call is to be rejected with. */
  rejection(peer: string, call: AdapterCall): CollaborationError | undefined {
    const [fault] = this.#strike(
      (candidate): candidate is CallFault =>
        candidate.type === 'reject' &&
        matches(candidate.peer, peer) &&
        matches(candidate.call, call),
    );
    if (fault === undefined) return undefined;
    return new CollaborationError(
      fault.code,
      `${call}: made to fail by a fault of the mock network.`,
      fault.hresult === undefined ? {} : { hresult: fault.hresult },
    );
  }

  #strikeAt<Type extends SignalFault['type']>(
    peer: string,
    type: Type,
  ): Extract<SignalFault, { readonly type: Type }>[] {
    return this.#strike(
      (fault): fault is Extract<SignalFault, { readonly type: Type }> =>
        fault.type === type && matches(fault.peer, peer),
    );
  }

  /** Throws the dice for each fault that matches. */
  #strike<Match extends Fault>(isMatch: (fault: Fault) => fault is Match): Match[] {
    const struck: Match[] = [];
    for (const entry of [...this.#active]) {
      const { fault } = entry;
      if (!isMatch(fault) || !this.#happens(fault.probability ?? 1)) continue;
      struck.push(fault);
      entry.timesLeft -= 1;
      if (entry.timesLeft === 0) this.#active.delete(entry);
    }
    return struck;
  }

  #happens(probability: number): boolean {
    return probability >= 1 || this.#random() < probability;
  }
}

function matches<T>(wanted: T | undefined, actual: T): boolean {
  return wanted === undefined || wanted === actual;
}

function checkFault({ probability = 1, times = 1, ...fault }: Fault): void {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`inject: probability is ${probability}; it is a number from 0 to 1.`);
  }
  if (!(Number.isInteger(times) && times > 0)) {
    throw new RangeError(`inject: times is ${times}; it is a whole number from 1.`);
  }
  if (fault.type === 'delay') checkDuration('inject: ms', fault.ms);
  if (fault.type === 'spuriousSignal') checkDuration('inject: afterMs', fault.afterMs ?? 0);
}
