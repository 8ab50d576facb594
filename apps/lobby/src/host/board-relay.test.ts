import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { lpStream } from '@libp2p/utils';
import type { PagePipe } from '../../test/page-pipe.ts';
import { RelayedHost } from '../../test/relayed-host.ts';
import { newBoard } from '../shared/activity.ts';
import { MAX_UPDATE_BYTES } from '../shared/board-messages.ts';
import { BOARD_PROTOCOL } from './board.ts';

afterEach(() => RelayedHost.stopAll());

const { boardId } = newBoard();

/** Bob has accepted an invitation of Ada. Each has a page at the board. */
async function atOneBoard(): Promise<{
  ada: RelayedHost;
  bob: RelayedHost;
  adasPage: PagePipe;
  bobsPage: PagePipe;
}> {
  const [ada, bob] = await Promise.all([RelayedHost.start(), RelayedHost.start()]);
  const adasPage = ada.openPage();
  adasPage.say({ type: 'join', boardId, peer: { role: 'invited', address: bob.address } });
  const bobsPage = bob.openPage();
  bobsPage.say({ type: 'join', boardId, peer: { role: 'inviter', peerName: ada.peerName } });
  await Promise.all([adasPage.hearsThatPeerIs('here'), bobsPage.hearsThatPeerIs('here')]);
  return { ada, bob, adasPage, bobsPage };
}

/** Bob's page waits for Ada. Ada's host does nothing until the test tells it. */
async function bobAwaitsAda(): Promise<{
  ada: RelayedHost;
  bob: RelayedHost;
  bobsPage: PagePipe;
}> {
  const [ada, bob] = await Promise.all([RelayedHost.start(), RelayedHost.start()]);
  const bobsPage = bob.openPage();
  bobsPage.say({ type: 'join', boardId, peer: { role: 'inviter', peerName: ada.peerName } });
  return { ada, bob, bobsPage };
}

/** The messages to a page so far, in order. */
function said({ heard }: PagePipe): readonly string[] {
  return heard.map((message) =>
    message.type === 'update' ? 'update' : message.isHere ? 'here' : 'away',
  );
}

/** A stream from one host to the other that names the board. */
async function openStream(from: RelayedHost, to: RelayedHost, id = boardId): Promise<Stream> {
  const stream = await from.node.dialProtocol(multiaddr(to.address), BOARD_PROTOCOL);
  await lpStream(stream).write(new TextEncoder().encode(id));
  return stream;
}

async function isEnded(stream: Stream): Promise<void> {
  if (stream.status === 'open') await once(stream as unknown as EventTarget, 'close');
}

describe('a board', () => {
  it('carries each update of a page to every other page, on both sides', async () => {
    const { ada, bob, adasPage, bobsPage } = await atOneBoard();
    const adasSecond = ada.openPage();
    adasSecond.say({ type: 'join', boardId, peer: { role: 'invited', address: bob.address } });

    adasPage.update(1, 2, 3);
    await Promise.all([bobsPage.hears(1, 2, 3), adasSecond.hears(1, 2, 3)]);
    bobsPage.update(4);
    await Promise.all([adasPage.hears(4), adasSecond.hears(4)]);
  });

  it('says that the peer is away when its last page leaves, and here when one is back', async () => {
    const { ada, bob, adasPage, bobsPage } = await atOneBoard();
    bobsPage.leave();
    await adasPage.hearsThatPeerIs('away');
    const back = bob.openPage();
    back.say({ type: 'join', boardId, peer: { role: 'inviter', peerName: ada.peerName } });
    await back.hearsThatPeerIs('here');
    adasPage.update(5);
    await back.hears(5);
  });

  it('gives up the dial when its last page leaves', async () => {
    const ada = await RelayedHost.start();
    const silent = createServer();
    const dialled = once(silent, 'connection') as Promise<[Socket]>;
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = `/ip4/127.0.0.1/tcp/${(silent.address() as AddressInfo).port}`;
    const page = ada.openPage();
    page.say({ type: 'join', boardId, peer: { role: 'invited', address } });
    const [socket] = await dialled;
    socket.on('error', () => undefined).resume();
    const leftAt = performance.now();
    page.leave();
    await once(socket, 'close');
    // Long before the dial's own limit of 5 seconds.
    expect(performance.now() - leftAt).toBeLessThan(2_500);
    silent.close();
  });

  it('carries pieces of half a megabyte', async () => {
    const { adasPage, bobsPage } = await atOneBoard();
    const bytes = new Uint8Array(MAX_UPDATE_BYTES).fill(7);
    adasPage.say({ type: 'update', bytes });
    await bobsPage.hearsBytes(bytes);
  });

  it('admits the peer that has invited, and neither a stranger who knows its id nor another id', async () => {
    const { ada, bob, bobsPage } = await bobAwaitsAda();
    const eve = await RelayedHost.start();
    await isEnded(await openStream(eve, bob));
    await isEnded(await openStream(ada, bob, newBoard().boardId));
    await openStream(ada, bob);
    await bobsPage.hearsThatPeerIs('here');
    expect(said(bobsPage)).toEqual(['away', 'here']);
  });

  it('admits no stream of a peer when this side dials', async () => {
    const { ada, bob, adasPage } = await atOneBoard();
    await isEnded(await openStream(bob, ada));
    expect(said(adasPage)).not.toContain('update');
  });

  it.each([
    ['a frame that is too long', [0xff, 0xff, 0xff, 0x7f]],
    ['a length that never ends', Array<number>(64).fill(0xff)],
  ])('ends a stream with %s, and goes on with the next', async (_, bytes) => {
    const { ada, bob, bobsPage } = await bobAwaitsAda();
    const hostile = await openStream(ada, bob);
    hostile.send(Uint8Array.from(bytes));
    await isEnded(hostile);
    const honest = await openStream(ada, bob);
    await lpStream(honest).write(Uint8Array.of(9));
    await bobsPage.hears(9);
  });

  it('does not wait for a peer that names no board', async () => {
    const [ada, bob] = await Promise.all([RelayedHost.start(), RelayedHost.start()]);
    const silent = await ada.node.dialProtocol(multiaddr(bob.address), BOARD_PROTOCOL);
    await isEnded(silent);
  });
});

describe('a page', () => {
  it.each([
    ['no message', null],
    ['an unknown message', { type: 'hello' }],
    ['a board id of another form', { type: 'join', boardId: '../x', peer: {} }],
    ['a list in place of bytes', { type: 'update', bytes: [1, 2, 3] }],
    ['too many bytes', { type: 'update', bytes: new Uint8Array(MAX_UPDATE_BYTES + 1) }],
  ])('is disconnected for %s', async (_, message) => {
    const host = await RelayedHost.start();
    const page = host.openPage();
    page.say(message);
    expect(page.isEnded).toBe(true);
  });

  it('is disconnected when it speaks before it joins', async () => {
    const host = await RelayedHost.start();
    const page = host.openPage();
    page.update(1);
    expect(page.isEnded).toBe(true);
  });

  it('is disconnected when it joins twice, and leaves its board', async () => {
    const { ada, adasPage, bobsPage } = await atOneBoard();
    adasPage.say({ type: 'join', boardId, peer: { role: 'inviter', peerName: ada.peerName } });
    expect(adasPage.isEnded).toBe(true);
    await bobsPage.hearsThatPeerIs('away');
  });
});
