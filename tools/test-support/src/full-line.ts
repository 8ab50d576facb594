import {
  type CollaborationAdapter,
  createGuid,
  type Endpoint,
  incomingInvitations,
  inviteAsync,
  type PresenceStatus,
} from '@beckon/core';
import type { ChannelChange, ChannelHandle, EventHandle } from '@beckon/core/adapter';
import { presence } from '@beckon/core/presence';
import { filter, firstValueFrom, map, shareReplay, tap } from 'rxjs';

/** About one megabit a second, as of an uplink at home: the messages fill it for eight seconds. */
export const SLOW_BYTES_PER_SECOND = 128 * 1_024;
const MESSAGE_BYTES = 512 * 1_024;
const MESSAGES = 2;

/** What happened on a line that a channel filled. */
export interface FullLine {
  /** How an invitation ended that was sent meanwhile. */
  readonly meanwhile: string;
  /** What came first on another channel that was opened meanwhile. */
  readonly other: ChannelChange['type'];
  /** How long the invitation took, and the opening of the other channel. */
  readonly waitedMs: readonly number[];
  /** The length of each message that the peer got, and its last byte. */
  readonly got: readonly (readonly [number, number | undefined])[];
  /** The statuses of the peer that this side saw from `online` on. */
  readonly seen: readonly PresenceStatus[];
}

/** What a whole line gives. */
export const WHOLE: Omit<FullLine, 'waitedMs'> = {
  meanwhile: 'accepted',
  other: 'opened',
  got: Array.from({ length: MESSAGES }, (_, index) => [MESSAGE_BYTES, index]),
  seen: ['online'],
};

/**
 * Watches a peer, and sends it more over a channel than the line carries in some seconds. The peer takes nothing of
 * that before it has accepted another invitation, and opened another channel.
 */
export async function fillLine(
  side: CollaborationAdapter,
  peer: CollaborationAdapter,
  endpoint: Endpoint,
): Promise<FullLine> {
  await peer.visibility?.signIn('internet');
  await peer.contacts?.add(await side.identity.card());
  const seen: PresenceStatus[] = [];
  const watched$ = presence(side, endpoint).pipe(
    map(({ status }) => status),
    tap((status) => status === seen.at(-1) || seen.push(status)),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  const watching = watched$.subscribe();
  await firstValueFrom(watched$.pipe(filter((status) => status === 'online')));

  const invite = (): ReturnType<typeof inviteAsync> =>
    inviteAsync(side, { to: { endpoint }, applicationId: createGuid() });
  const accept = async (): Promise<string> => {
    const incoming = await firstValueFrom(incomingInvitations(peer));
    await incoming.accept();
    return incoming.id;
  };
  const accepted = async (): Promise<readonly [string, string]> => {
    const [status, id] = await Promise.all([invite(), accept()]);
    if (status.state !== 'accepted') throw new Error(status.state);
    return [status.invitationId ?? '', id];
  };
  const [id, peerId] = await accepted();
  const [otherId, otherPeerId] = await accepted();
  const [sender, recipient] = [await Line.open(side, id), await Line.open(peer, peerId)];
  await Promise.all([sender.next(), recipient.next()]);
  for (let index = 0; index < MESSAGES; index++) {
    sender.send(new Uint8Array(MESSAGE_BYTES).fill(index));
  }
  const [otherSender, otherRecipient] = [
    await Line.open(side, otherId),
    await Line.open(peer, otherPeerId),
  ];
  const begunAt = performance.now();
  const waitedMs: number[] = [];
  const timed = async <T>(result: Promise<T>): Promise<T> =>
    result.finally(() => waitedMs.push(performance.now() - begunAt));
  const [meanwhile, other] = await Promise.all([
    timed(invite()),
    timed(otherSender.next()),
    accept(),
  ]);
  const got: (readonly [number, number | undefined])[] = [];
  while (got.length < MESSAGES) {
    const change = await recipient.next();
    if (change.type === 'message') got.push([change.data.length, change.data.at(-1)]);
  }
  await Promise.all([sender, recipient, otherSender, otherRecipient].map((one) => one.close()));
  watching.unsubscribe();
  return {
    meanwhile: meanwhile.state,
    other: other.type,
    waitedMs,
    got,
    seen: seen.slice(seen.indexOf('online')),
  };
}

/** One side of a channel, which takes a change when it is asked for one. */
class Line {
  readonly #handle: ChannelHandle;
  readonly #event: EventHandle;

  private constructor(handle: ChannelHandle, event: EventHandle) {
    this.#handle = handle;
    this.#event = event;
  }

  static async open(adapter: CollaborationAdapter, id: string): Promise<Line> {
    if (adapter.channels === undefined) throw new Error('The adapter has no channels.');
    const event = adapter.createEvent();
    return new Line(await adapter.channels.open(id, event), event);
  }

  send(message: Uint8Array): void {
    // Where the line is lost, next() of the other side tells it.
    Promise.resolve(this.#handle.send(message)).catch(() => undefined);
  }

  async next(): Promise<ChannelChange> {
    for (;;) {
      const change = await this.#handle.next();
      if (change !== undefined) return change;
      await firstValueFrom(this.#event.signaled$);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
    this.#event.close();
  }
}
