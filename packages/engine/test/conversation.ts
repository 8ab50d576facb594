import { isCollaborationError } from '@beckon/core';
import { AutoResetEvent, type ChangeQueue, type InboxChange } from '@beckon/core/adapter';
import { VirtualTimeScheduler } from 'rxjs';
import type { Engine } from '../src/engine.ts';
import type { OutgoingInvitation } from '../src/invitations/outgoing-invitation.ts';
import type { TransportEngine } from '../src/transport.ts';
import type { Message } from '../src/wire/message.ts';
import { framed, MemoryStream } from './memory-stream.ts';
import { runUntil } from './run-until.ts';
import { bytesOf, guidOf, hexOf, messageOf, type VectorMessage } from './vectors.ts';
import { openEngine } from './open-engine.ts';

/** A conversation of `vectors/conversations.json`; the README there says what the steps mean. */
export interface ConversationVector {
  readonly section: string;
  readonly name: string;
  readonly steps: readonly Step[];
}

type Step =
  | AppStep
  | { readonly opens: 'peer' | 'side'; readonly stream?: string }
  | {
      readonly peer: readonly (VectorMessage | { readonly bytes: string })[];
      readonly stream?: string;
    }
  | { readonly side: readonly VectorMessage[]; readonly stream?: string }
  | { readonly peerEnds: 'half' | 'reset'; readonly stream?: string }
  | { readonly sideEnded: Ending; readonly stream?: string }
  | { readonly waitMs: number; readonly peerAnswers?: true };

type AppStep =
  | {
      readonly app: 'invites';
      readonly id: string;
      readonly application_id: string;
      readonly expires_in_ms?: number;
    }
  | ({ readonly app: 'reads'; readonly id: string; readonly finds: string } & Reply)
  | { readonly app: 'cancels' | 'lets go'; readonly id: string }
  | { readonly app: 'looks' | 'leaves' }
  | ({ readonly app: 'answers'; readonly id: string; readonly is_accepted: boolean } & Reply)
  | { readonly app: 'knows'; readonly id: string; readonly finds: string };

interface Reply {
  readonly message?: string;
  readonly data?: string;
}

type Ending = 'no' | 'end' | 'reset' | 'connection';

/** How far the clock goes before a peer that answers is asked to. */
const ANSWER_MS = 100;

/** A stream that tells how the side ended it. */
class EndingStream extends MemoryStream {
  ending: Ending = 'no';
  #read = 0;

  /** What was sent since the last call. */
  take(): MemoryStream['sent'] {
    const sent = this.sent.slice(this.#read);
    this.#read = this.sent.length;
    return sent;
  }

  override async close(): Promise<void> {
    this.#endedBy('end');
  }

  override abort(): void {
    this.#endedBy('reset');
  }

  override abortConnection(): void {
    this.#endedBy('connection');
  }

  #endedBy(ending: Ending): void {
    if (this.ending === 'no') this.ending = ending;
  }
}

/** Plays the peer of an engine, and its app, as a conversation says. */
export class Conversation {
  readonly #scheduler: VirtualTimeScheduler;
  readonly #engine: Engine;
  readonly #transport: TransportEngine;
  readonly #opened: EndingStream[];
  readonly #streams = new Map<string, EndingStream>();
  readonly #sent = new Map<string, OutgoingInvitation>();
  /** Ids that the engine has chosen, in hexadecimal, by the names that they have in the vectors. */
  readonly #ids = new Map<string, string>();
  #changes: ChangeQueue<InboxChange> | undefined;

  private constructor(
    scheduler: VirtualTimeScheduler,
    engine: Engine,
    transport: TransportEngine,
    opened: EndingStream[],
  ) {
    this.#scheduler = scheduler;
    this.#engine = engine;
    this.#transport = transport;
    this.#opened = opened;
  }

  /** Begins with nothing open. The peer is at the address `peer`, and takes every stream. */
  static async begin(): Promise<Conversation> {
    const scheduler = new VirtualTimeScheduler();
    const opened: EndingStream[] = [];
    let transport: TransportEngine | undefined;
    const engine = await openEngine({
      openTransport: async (opening) => {
        transport = opening;
        return {
          peerName: 'side',
          addresses: () => [],
          card: async () => '',
          readCard: async () => ({ peerName: '', addresses: [] }),
          target: () => ({ address: 'peer', peerName: 'peer' }),
          dial: async () => ({
            peerName: 'peer',
            open: async () => {
              const stream = new EndingStream('peer');
              opened.push(stream);
              return stream;
            },
          }),
          close: async () => undefined,
        };
      },
      scheduler,
    });
    if (transport === undefined) throw new Error('The transport was not opened.');
    return new Conversation(scheduler, engine, transport, opened);
  }

  /** Takes one step, and throws when the engine does not do what the step says. */
  async take(step: Step): Promise<void> {
    if ('app' in step) await this.#app(step);
    else if ('waitMs' in step) await this.#wait(step.waitMs, step.peerAnswers === true);
    else if ('opens' in step) this.#open(step.opens, step.stream);
    else {
      const stream = this.#stream(step.stream);
      if ('peer' in step) stream.receiveBytes(this.#bytes(step.peer));
      else if ('side' in step) {
        const sent = stream.take();
        this.#name(step.side, sent);
        expect(sent).toEqual(step.side.map((message) => this.#message(message)));
      } else if ('peerEnds' in step) stream.end();
      else expect(stream.ending).toBe(step.sideEnded);
    }
    await turn();
  }

  /** To be called after the last step: nothing has happened that no step speaks of. */
  end(): void {
    expect(this.#opened).toEqual([]);
  }

  #open(who: 'peer' | 'side', name = 'first'): void {
    let stream: EndingStream | undefined;
    if (who === 'peer') {
      stream = new EndingStream('peer');
      this.#transport.onStream(stream);
    } else stream = this.#opened.shift();
    if (stream === undefined) throw new Error('No stream was opened.');
    this.#streams.set(name, stream);
  }

  async #app(step: AppStep): Promise<void> {
    const { invitations } = this.#engine;
    switch (step.app) {
      case 'invites': {
        const { application_id, expires_in_ms: expiresInMs } = step;
        const invitation = {
          applicationId: guidOf(application_id),
          ...(expiresInMs === undefined ? {} : { expiresInMs }),
        };
        const target = { address: 'peer', peerName: 'peer' };
        this.#sent.set(step.id, invitations.invite(target, invitation));
        return;
      }
      case 'reads': {
        const { id, finds } = step;
        expect(await found(this.#outgoing(id))).toEqual({ finds, ...replyOf(step) });
        return;
      }
      case 'cancels':
        return this.#outgoing(step.id).cancel('withdrawn');
      case 'lets go':
        return this.#outgoing(step.id).close();
      case 'looks':
        this.#changes ??= invitations.inbox.changes(new AutoResetEvent());
        while ((await this.#changes.next()) !== undefined);
        return;
      case 'answers': {
        const { id, is_accepted: isAccepted } = step;
        const answer = isAccepted ? 'accepted' : 'declined';
        void invitations.inbox.answer('inbox.answer', this.#idAtInbox(id), answer, replyOf(step));
        return;
      }
      case 'knows':
        expect(this.#state(step.id)).toBe(step.finds);
        return;
      case 'leaves':
        void this.#engine.close();
        return turn();
    }
  }

  async #wait(ms: number, peerAnswers: boolean): Promise<void> {
    const end = this.#scheduler.frame + ms;
    while (this.#scheduler.frame < end) {
      const next = peerAnswers ? Math.min(end, this.#scheduler.frame + ANSWER_MS) : end;
      runUntil(this.#scheduler, next);
      await turn();
      if (!peerAnswers) continue;
      for (const stream of this.#streams.values()) {
        for (const message of stream.take()) {
          expect(message).toEqual({ kind: 'ping' });
          stream.receive({ kind: 'pong' });
        }
      }
    }
  }

  #stream(name = 'first'): EndingStream {
    const stream = this.#streams.get(name);
    if (stream === undefined) throw new Error(`There is no stream ${name}.`);
    return stream;
  }

  #outgoing(name: string): OutgoingInvitation {
    const outgoing = this.#sent.get(name);
    if (outgoing === undefined) throw new Error(`There is no invitation ${name}.`);
    return outgoing;
  }

  #bytes(parts: readonly (VectorMessage | { readonly bytes: string })[]): Uint8Array {
    const bytes = parts.flatMap((part) => [
      ...('bytes' in part ? bytesOf(part.bytes) : framed(this.#message(part))),
    ]);
    return Uint8Array.from(bytes);
  }

  /** The names of ids that the engine has chosen are learnt from its invitations. */
  #name(expected: readonly VectorMessage[], sent: MemoryStream['sent']): void {
    for (const [index, { invite }] of expected.entries()) {
      const actual = sent[index];
      if (invite !== undefined && actual?.kind === 'invite' && !this.#ids.has(invite.id)) {
        this.#ids.set(invite.id, hexOf(actual.id));
      }
    }
  }

  #message(vector: VectorMessage): Message {
    const named: unknown = JSON.parse(JSON.stringify(vector), (_, value: unknown) =>
      typeof value === 'string' ? (this.#ids.get(value) ?? value) : value,
    );
    return messageOf(named as VectorMessage);
  }

  #idAtInbox(id: string): string {
    return `${guidOf(this.#ids.get(id) ?? id)}@peer`;
  }

  #state(id: string): string {
    try {
      return this.#engine.invitations.inbox.status('inbox.status', this.#idAtInbox(id)).state;
    } catch (error) {
      if (isCollaborationError(error) && error.code === 'NOT_FOUND') return 'unknown';
      throw error;
    }
  }
}

/** What the app finds when it asks for the response. */
async function found(outgoing: OutgoingInvitation): Promise<object> {
  try {
    const response = await outgoing.response();
    if (typeof response === 'string') return { finds: response };
    const { action, ...reply } = response;
    // The id that an accepted invitation has at this side is not a matter of the protocol.
    return {
      finds: action,
      ...Object.fromEntries(Object.entries(reply).filter(([name]) => name !== 'invitationId')),
    };
  } catch (error) {
    if (isCollaborationError(error)) return { finds: error.code };
    throw error;
  }
}

function replyOf({ message, data }: Reply): { message?: string; data?: Uint8Array } {
  return {
    ...(message === undefined ? {} : { message }),
    ...(data === undefined ? {} : { data: bytesOf(data) }),
  };
}

/** Lets streams open, and what was queued be written. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
