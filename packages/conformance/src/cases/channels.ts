import { CHANNEL_LIMITS } from '@beckon/core/adapter';
import assert from 'node:assert/strict';
import { incomingInvitations, invite, isCollaborationError } from '@beckon/core';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { assertOwnBytes, assertSameBytes } from '../assert-own-bytes.ts';
import { assertRejects } from '../assert-rejects.ts';
import { casesOfTable } from '../cases-of-table.ts';
import {
  acceptedInvitation,
  assertCarries,
  openBoth,
  openChannel,
  openSide,
  peerAdapterOf,
  type Side,
} from '../channel-sides.ts';
import { later } from '../later.ts';
import { otherPeerOf } from '../other-peer.ts';
import { bytesOf, CONFORMANCE_APPLICATION_ID } from '../samples.ts';
import { send, settle } from '../sent-invitation.ts';
import { someEvent } from '../some-event.ts';

/** A channel has two sides: every rule needs the adapter of the peer. */
const TWO_SIDES = { needs: ['hasPeerAdapter'] } as const;

const LARGE_MESSAGE_BYTES = 65_536;

/** The line between the two sides of an accepted invitation. */
export const channelCases = casesOfTable('channels', {
  functions: {
    open: {
      call: (channels, context) => channels.open('unknown', someEvent(context)),
      needsSignIn: false,
      wrong: {
        'an empty id': (channels, context) => channels.open('', someEvent(context)),
        'a number as id': (channels, context) =>
          channels.open(7 as unknown as string, someEvent(context)),
      },
      withEvent: (channels, _context, event) => channels.open('unknown', event),
    },
  },
  rules: [
    {
      name: 'open() rejects with NOT_FOUND for an invitation that is unknown, pending or declined',
      ...TWO_SIDES,
      async check(context, channels) {
        const assertNotFound = async (id: string, what: string): Promise<void> => {
          const opening = (): PromiseLike<unknown> => channels.open(id, someEvent(context));
          await assertRejects(opening, 'NOT_FOUND', `channels.open() of ${what}`);
        };
        await assertNotFound('unknown', 'an unknown invitation');
        const peer = peerAdapterOf(context);
        const arriving = later(firstValueFrom(incomingInvitations(peer)));
        const sent = await send(context);
        const { id } = await arriving;
        await assertNotFound(id, 'a pending invitation');
        const received = await context.peer.nextInvitation();
        await settle(received.decline(), sent);
        await assertNotFound(id, 'a declined invitation');
        await assertRejects(
          async () => peer.channels?.open(id, someEvent({ ...context, adapter: peer })),
          'NOT_FOUND',
          'channels.open() of an invitation that this side has declined',
        );
      },
    },
    {
      name: 'the accepted response names its invitation, and its sender opens the channel before the recipient',
      ...TWO_SIDES,
      async check(context) {
        const { id, peerId } = await acceptedInvitation(context);
        const side = await openSide(context, context.adapter, id);
        assert.equal(await side.handle.next(), undefined, 'the peer has not opened its side');
        const peerSide = await openSide(context, peerAdapterOf(context), peerId);
        await Promise.all([side.takes('opened'), peerSide.takes('opened')]);
        await assertCarries(side, peerSide, bytesOf(3));
      },
    },
    {
      name: 'the recipient opens the channel before the sender',
      ...TWO_SIDES,
      async check(context) {
        const { id, peerId } = await acceptedInvitation(context);
        const peerSide = await openSide(context, peerAdapterOf(context), peerId);
        assert.equal(await peerSide.handle.next(), undefined, 'the sender has not opened its side');
        const side = await openSide(context, context.adapter, id);
        await Promise.all([side.takes('opened'), peerSide.takes('opened')]);
        await assertCarries(peerSide, side, bytesOf(3));
      },
    },
    {
      name: 'the channel of a received invitation has the id of the inbox',
      ...TWO_SIDES,
      with: ['inbox'],
      async check(context) {
        const { adapter } = context;
        const arriving = later(firstValueFrom(incomingInvitations(adapter)));
        const [endpoint] = await adapter.identity.endpoints();
        assert(endpoint !== undefined, 'an adapter with an inbox has an endpoint');
        const peer = peerAdapterOf(context);
        const applicationId = CONFORMANCE_APPLICATION_ID;
        const sent = later(lastValueFrom(invite(peer, { to: { endpoint }, applicationId })));
        const received = await arriving;
        await received.accept();
        const final = await sent;
        assert(final.state === 'accepted' && final.invitationId !== undefined);
        const { side, peerSide } = await openBoth(context, {
          id: received.id,
          peerId: final.invitationId,
        });
        await assertCarries(side, peerSide, bytesOf(3));
        await assertCarries(peerSide, side, bytesOf(4));
      },
    },
    {
      name: 'two sides that have invited each other share one channel',
      ...TWO_SIDES,
      with: ['inbox'],
      async check(context) {
        const { adapter, peer } = context;
        const peerAdapter = peerAdapterOf(context);
        const [endpoint] = await adapter.identity.endpoints();
        assert(endpoint !== undefined, 'an adapter with an inbox has an endpoint');
        const applicationId = CONFORMANCE_APPLICATION_ID;
        const [mine, theirs] = await Promise.all([
          lastValueFrom(invite(adapter, { to: { endpoint: peer.endpoint }, applicationId })),
          lastValueFrom(invite(peerAdapter, { to: { endpoint }, applicationId })),
        ]);
        assert(mine.state === 'accepted' && theirs.state === 'accepted');
        const { side, peerSide } = await openBoth(context, {
          id: mine.invitationId ?? '',
          peerId: theirs.invitationId ?? '',
        });
        await assertCarries(side, peerSide, bytesOf(3));
      },
    },
    {
      name: 'messages keep their borders and their order, in both directions at once',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        const messages = [1, 2, 1_000, LARGE_MESSAGE_BYTES, 1, 300].map(bytesOf);
        const carry = async (from: Side, to: Side): Promise<void> => {
          const sending = later(
            (async () => {
              for (const message of messages) await from.send(message);
            })(),
          );
          for (const message of messages) assertSameBytes(await to.message(), message);
          await sending;
        };
        await Promise.all([later(carry(side, peerSide)), later(carry(peerSide, side))]);
      },
    },
    {
      name: 'messages that are sent at once arrive in the order of their calls',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        const messages = Array.from({ length: 20 }, (_, index) => Uint8Array.of(index));
        const sending = later(Promise.all(messages.map((message) => side.send(message))));
        for (const message of messages) assertSameBytes(await peerSide.message(), message);
        await sending;
      },
    },
    {
      name: 'a message that is sent before the peer has opened its side arrives after opened',
      ...TWO_SIDES,
      async check(context) {
        const { id, peerId } = await acceptedInvitation(context);
        const side = await openSide(context, context.adapter, id);
        const sending = later(side.send(bytesOf(5)));
        const peerSide = await openSide(context, peerAdapterOf(context), peerId);
        await peerSide.takes('opened');
        assertSameBytes(await peerSide.message(), bytesOf(5));
        await sending;
      },
    },
    {
      name: 'each invitation has a channel of its own',
      ...TWO_SIDES,
      async check(context) {
        const first = await openChannel(context);
        const second = await openChannel(context);
        await Promise.all([first.side.send(bytesOf(1)), second.side.send(bytesOf(2))]);
        assertSameBytes(await second.peerSide.message(), bytesOf(2));
        assertSameBytes(await first.peerSide.message(), bytesOf(1));
      },
    },
    {
      name: 'the largest message arrives whole',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        const largest = bytesOf(CHANNEL_LIMITS.messageBytes);
        const sending = later(side.send(largest));
        const received = await peerSide.message();
        assert(isSame(received, largest), 'the message must arrive as it was');
        await sending;
        const answering = later(peerSide.send(largest));
        assert(isSame(await side.message(), largest));
        await answering;
      },
    },
    {
      name: 'send() rejects a message that is too large, empty or not bytes with INVALID_ARGUMENT, and sends nothing',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        for (const [what, wrong] of [
          ['one byte too many', bytesOf(CHANNEL_LIMITS.messageBytes + 1)],
          ['no bytes', bytesOf(0)],
          ['a text', 'hello' as unknown as Uint8Array],
          ['an array', [1, 2] as unknown as Uint8Array],
        ] as const) {
          const name = `ChannelHandle.send() of ${what}`;
          const message = await assertRejects(() => side.send(wrong), 'INVALID_ARGUMENT', name);
          assert(message.includes('ChannelHandle.send'), `"${message}" must name the function`);
        }
        await assertCarries(side, peerSide, bytesOf(7));
      },
    },
    {
      name: 'send() resolves while the peer takes nothing, as long as there is room for a message',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        for (let count = 0; count < 4; count++) await side.send(bytesOf(LARGE_MESSAGE_BYTES));
        for (let count = 0; count < 4; count++) {
          assert.equal((await peerSide.message()).byteLength, LARGE_MESSAGE_BYTES);
        }
      },
    },
    {
      name: 'a peer that takes nothing holds send() up, and then nothing is lost',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        const count = 2 * Math.ceil(CHANNEL_LIMITS.windowBytes / LARGE_MESSAGE_BYTES);
        let resolvedBytes = 0;
        const sending = later(
          Promise.all(
            Array.from({ length: count }, async (_, index) => {
              await side.send(new Uint8Array(LARGE_MESSAGE_BYTES).fill(index));
              resolvedBytes += LARGE_MESSAGE_BYTES;
            }),
          ),
        );
        // An invitation goes to the peer and back: what could be sent has been sent then.
        await acceptedInvitation(context);
        assert(
          resolvedBytes <= CHANNEL_LIMITS.windowBytes,
          `send() took ${resolvedBytes} bytes, of which the peer took none`,
        );
        for (let index = 0; index < count; index++) {
          const received = await peerSide.message();
          assert.equal(received.byteLength, LARGE_MESSAGE_BYTES);
          assert(received[0] === index && received.at(-1) === index, 'no message may be lost');
        }
        await sending;
        await assertCarries(side, peerSide, bytesOf(3));
      },
    },
    {
      name: 'a side that takes nothing still sends',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        const count = Math.ceil(CHANNEL_LIMITS.windowBytes / LARGE_MESSAGE_BYTES) + 1;
        const held = later(
          Promise.all(
            Array.from({ length: count }, () => peerSide.send(bytesOf(LARGE_MESSAGE_BYTES))),
          ),
        );
        await assertCarries(side, peerSide, bytesOf(3));
        for (let index = 0; index < count; index++) await side.message();
        await held;
      },
    },
    {
      name: 'the data of a message is a plain Uint8Array of its own, and its sender may change the bytes that it sent',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        const shared = bytesOf(64);
        const message = shared.subarray(8, 40);
        const expected = Uint8Array.from(message);
        const sending = later(side.send(message));
        shared.fill(0);
        const received = await peerSide.message();
        await sending;
        assertSameBytes(received, expected);
        await Promise.all([
          peerSide.send(ByteSubclass.from(expected)),
          (async () => {
            const answer = await side.message();
            assertSameBytes(answer, expected);
            assertOwnBytes(answer, 'the data of a message');
          })(),
        ]);
      },
    },
    {
      name: 'close() ends the channel: the peer gets what was sent before, and then ended',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        const sending = later(Promise.all([1, 2, 3].map((size) => side.send(bytesOf(size)))));
        const closing = later(Promise.resolve(side.handle.close()));
        for (const size of [1, 2, 3]) assertSameBytes(await peerSide.message(), bytesOf(size));
        await peerSide.takes('ended');
        await Promise.all([sending, closing]);
        assert.equal(await peerSide.handle.next(), undefined, 'ended comes last');
      },
    },
    {
      name: 'a side whose peer has ended the channel takes what came before, and send() rejects with CLOSED',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        await peerSide.send(bytesOf(2));
        await peerSide.handle.close();
        assertSameBytes(await side.message(), bytesOf(2));
        await side.takes('ended');
        assert.equal(await side.handle.next(), undefined, 'ended comes last');
        const what = 'ChannelHandle.send() after ended';
        const message = await assertRejects(() => side.send(bytesOf(1)), 'CLOSED', what);
        assert(message.includes('ChannelHandle.send'), `"${message}" must name the function`);
      },
    },
    {
      name: 'after close(), next(), send() and close() reject with CLOSED',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        await peerSide.send(bytesOf(2));
        await side.handle.close();
        for (const [name, call] of [
          ['ChannelHandle.next', () => side.handle.next()],
          ['ChannelHandle.send', () => side.send(bytesOf(1))],
          ['ChannelHandle.close', () => side.handle.close()],
        ] as const) {
          const message = await assertRejects(call, 'CLOSED', `${name}() after close()`);
          assert(message.includes(name), `"${message}" must name the function`);
        }
      },
    },
    {
      name: 'open() rejects with ALREADY_EXISTS while this side is open, and opens it anew after an end',
      ...TWO_SIDES,
      async check(context, channels) {
        const channel = await openChannel(context);
        await assertRejects(
          () => channels.open(channel.id, someEvent(context)),
          'ALREADY_EXISTS',
          'channels.open() of a channel that is open',
        );
        await assertCarries(channel.side, channel.peerSide, bytesOf(1));
        await channel.side.send(bytesOf(9));
        await channel.side.handle.close();
        await channel.peerSide.handle.close();
        const { side, peerSide } = await openBoth(context, channel);
        await assertCarries(side, peerSide, bytesOf(3));
        await assertCarries(peerSide, side, bytesOf(4));
      },
    },
    {
      name: 'a side that opens the channel again waits for the peer to end the channel before',
      ...TWO_SIDES,
      async check(context) {
        const channel = await openChannel(context);
        await channel.side.handle.close();
        const side = await openSide(context, context.adapter, channel.id);
        const sending = later(side.send(bytesOf(3)));
        await channel.peerSide.takes('ended');
        assert.equal(await side.handle.next(), undefined, 'the peer has not opened its side again');
        await channel.peerSide.handle.close();
        const peerSide = await openSide(context, peerAdapterOf(context), channel.peerId);
        await Promise.all([side.takes('opened'), peerSide.takes('opened')]);
        assertSameBytes(await peerSide.message(), bytesOf(3));
        await sending;
      },
    },
    {
      name: 'a side that is closed and opened again at once meets the peer in the end',
      ...TWO_SIDES,
      async check(context) {
        const { id, peerId } = await acceptedInvitation(context);
        const peer = peerAdapterOf(context);
        for (let turns = 0; turns < 8; turns++) {
          const message = Uint8Array.of(turns);
          const arriving = later(
            messageOfAnyOpening(() => openSide(context, peer, peerId), message),
          );
          const first = await openSide(context, context.adapter, id);
          // A different number of turns each time, so that the end meets the peer at different moments.
          for (let turn = 0; turn < turns; turn++) await nextTurn();
          await first.handle.close();
          const second = await openSide(context, context.adapter, id);
          await second.takes('opened');
          await second.send(message);
          const last = await arriving;
          await second.handle.close();
          await last.takes('ended');
          await last.handle.close();
        }
      },
    },
    {
      name: 'after a crash of the peer, next() gives what came before and then rejects with UNREACHABLE',
      needs: ['hasPeerAdapter', 'killsPeer'],
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        await Promise.all([peerSide.send(bytesOf(2)), arrivalOf(side)]);
        await context.peer.kill?.();
        assertSameBytes(await side.message(), bytesOf(2));
        const next = await assertRejects(() => side.next(), 'UNREACHABLE', 'ChannelHandle.next()');
        assert(next.includes('ChannelHandle.next'), `"${next}" must name the function`);
        const sent = await assertRejects(
          () => side.send(bytesOf(1)),
          'UNREACHABLE',
          'ChannelHandle.send() to a peer that has crashed',
        );
        assert(sent.includes('ChannelHandle.send'), `"${sent}" must name the function`);
        await side.handle.close();
      },
    },
    {
      name: 'a crash of the peer rejects a send() that is held up with UNREACHABLE',
      needs: ['hasPeerAdapter', 'killsPeer'],
      async check(context) {
        const { side } = await openChannel(context);
        const count = Math.ceil(CHANNEL_LIMITS.windowBytes / LARGE_MESSAGE_BYTES) + 1;
        const sending = Array.from({ length: count }, () =>
          later(side.send(bytesOf(LARGE_MESSAGE_BYTES))),
        );
        await context.peer.kill?.();
        await assertRejects(
          async () => sending.at(-1),
          'UNREACHABLE',
          'ChannelHandle.send() that is held up',
        );
      },
    },
    {
      name: 'the last close() of the adapter ends its side and tells the peer, and ChannelHandle.close() resolves after it',
      ...TWO_SIDES,
      async check(context) {
        const { side, peerSide } = await openChannel(context);
        await context.adapter.close();
        await side.handle.close();
        // An adapter that is closed ends its channels, or leaves them as a peer that is lost does.
        const end = await peerSide.next().then(
          ({ type }) => type,
          (error: unknown) => (isCollaborationError(error) ? error.code : error),
        );
        assert(end === 'ended' || end === 'UNREACHABLE', `the peer was told ${String(end)}`);
      },
    },
    {
      name: 'nobody but the two sides of the invitation opens its channel',
      needs: ['hasPeerAdapter', 'hasOtherPeer'],
      async check(context, channels) {
        const { peer } = context;
        const { adapter: other } = await otherPeerOf(context);
        assert(other !== undefined, 'the harness says that peers have an adapter');
        const arriving = later(firstValueFrom(incomingInvitations(peerAdapterOf(context))));
        const applicationId = CONFORMANCE_APPLICATION_ID;
        const sent = later(
          lastValueFrom(invite(other, { to: { endpoint: peer.endpoint }, applicationId })),
        );
        await (await peer.nextInvitation()).accept();
        const final = await sent;
        assert(final.state === 'accepted' && final.invitationId !== undefined);
        for (const id of new Set([final.invitationId, (await arriving).id])) {
          await assertRejects(
            () => channels.open(id, someEvent(context)),
            'NOT_FOUND',
            'channels.open() by a third side',
          );
        }
      },
    },
  ],
});

/** Waits for the signal of a change, without taking the change. */
async function arrivalOf({ event }: Side): Promise<void> {
  await firstValueFrom(event.signaled$);
}

/** Opens a side, and again after each end, until a message arrives. Gives the side that has it. */
async function messageOfAnyOpening(open: () => Promise<Side>, expected: Uint8Array): Promise<Side> {
  for (;;) {
    const side = await open();
    for (let change = await side.next(); change.type !== 'ended'; change = await side.next()) {
      if (change.type === 'opened') continue;
      assertSameBytes(change.data, expected);
      return side;
    }
    await side.handle.close();
  }
}

/** Compares long arrays, which would make a long message of an assertion. */
function isSame(bytes: Uint8Array, expected: Uint8Array): boolean {
  return (
    bytes.byteLength === expected.byteLength &&
    bytes.every((byte, index) => byte === expected[index])
  );
}

/** As Node's `Buffer`, which a page has not. */
class ByteSubclass extends Uint8Array {}

/** A turn of the event loop: as short as there is one. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve);
  });
}
