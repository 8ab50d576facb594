import assert from 'node:assert/strict';
import { type CollaborationAdapter, incomingInvitations } from '@beckon/core';
import type { ChannelChange, ChannelHandle } from '@beckon/core/adapter';
import { firstValueFrom } from 'rxjs';
import { assertSameBytes } from './assert-own-bytes.ts';
import { type Changes, changesOf } from './changes-of.ts';
import type { CaseContext } from './conformance-case.ts';
import { later } from './later.ts';
import { send, settle } from './sent-invitation.ts';

/** The ids of an accepted invitation: at the adapter under test, and at the peer. */
export interface AcceptedInvitation {
  readonly id: string;
  readonly peerId: string;
}

/** One side of a channel, as a case uses it. */
export interface Side extends Omit<Changes<ChannelChange>, 'queue'> {
  readonly handle: ChannelHandle;
  send(message: Uint8Array): Promise<void>;
  /** Takes the next change, which must be a message. */
  message(): Promise<Uint8Array>;
  /** Takes the next change, which must be `opened` or `ended`. */
  takes(type: 'opened' | 'ended'): Promise<void>;
}

export function peerAdapterOf({ peer }: CaseContext): CollaborationAdapter {
  assert(peer.adapter !== undefined, 'the harness says that the peer has an adapter');
  return peer.adapter;
}

/** Invites the peer, which accepts. */
export async function acceptedInvitation(context: CaseContext): Promise<AcceptedInvitation> {
  const arriving = later(firstValueFrom(incomingInvitations(peerAdapterOf(context))));
  const sent = await send(context);
  const [received, { id: peerId }] = await Promise.all([context.peer.nextInvitation(), arriving]);
  const [, answer] = await settle(received.accept(), sent);
  assert(answer.action === 'accepted');
  assert(answer.invitationId !== undefined, 'the accepted response must name its invitation');
  return { id: answer.invitationId, peerId };
}

/** Opens one side. The case closes its handle at the end, unless it has done so before. */
export async function openSide(
  context: CaseContext,
  adapter: CollaborationAdapter,
  id: string,
): Promise<Side> {
  let handle: ChannelHandle | undefined;
  const changes = await changesOf({ ...context, adapter }, async (event) => {
    assert(adapter.channels !== undefined, 'both sides need the table channels');
    handle = await adapter.channels.open(id, event);
    return handle;
  });
  assert(handle !== undefined);
  const opened = handle;
  return {
    handle: opened,
    event: changes.event,
    next: () => changes.next(),
    send: async (message) => opened.send(message),
    async message() {
      const change = await changes.next();
      assert(change.type === 'message', `a message must come next, and not ${change.type}`);
      return change.data;
    },
    async takes(type) {
      assert.deepEqual(await changes.next(), { type });
    },
  };
}

/** The two sides of an open channel. */
export interface OpenChannel extends AcceptedInvitation {
  readonly side: Side;
  readonly peerSide: Side;
}

/** Invites the peer, which accepts, and opens both sides. Both have been told. */
export async function openChannel(context: CaseContext): Promise<OpenChannel> {
  const accepted = await acceptedInvitation(context);
  return { ...accepted, ...(await openBoth(context, accepted)) };
}

export async function openBoth(
  context: CaseContext,
  { id, peerId }: AcceptedInvitation,
): Promise<Pick<OpenChannel, 'side' | 'peerSide'>> {
  const side = await openSide(context, context.adapter, id);
  const peerSide = await openSide(context, peerAdapterOf(context), peerId);
  await Promise.all([side.takes('opened'), peerSide.takes('opened')]);
  return { side, peerSide };
}

/** Sends a message, and asserts that it arrives. */
export async function assertCarries(from: Side, to: Side, message: Uint8Array): Promise<void> {
  const [received] = await Promise.all([to.message(), from.send(message)]);
  assertSameBytes(received, message);
}
