import { createPrivateKey } from '../node/private-key.ts';
import { multiaddr } from '@multiformats/multiaddr';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { DialTargets } from './dial-targets.ts';

const BOB = '12D3KooWKnDdG3iXw9eTFijk3EWSunZcFi54Zka4wmtqtt6rPxc8';
const RELAY = peerIdFromPrivateKey(await createPrivateKey()).toString();
const own = peerIdFromPrivateKey(await createPrivateKey()).toString();

function targets({ isOwnNode = true } = {}): DialTargets {
  return new DialTargets({
    ownName: own,
    ownAddresses: () => [multiaddr(`/ip4/127.0.0.1/tcp/4001/p2p/${own}`)],
    isOwnNode,
    faultOf: () => undefined,
  });
}

const read = (address: string, options?: Parameters<typeof targets>[0]) =>
  targets(options).get('invitations.inviteEndpoint', { address });

describe('an address', () => {
  it.each([
    '/ip4/192.0.2.1/tcp/4001',
    `/ip4/192.0.2.1/tcp/4001/p2p/${BOB}`,
    '/ip6/2001:db8::1/tcp/4001',
    '/dns4/peer.example/tcp/443/wss',
    '/dns4/peer.example/tcp/443/tls/ws',
    `/dns/peer.example/tcp/80/ws/p2p/${BOB}`,
    '/dnsaddr/peer.example',
    `/p2p/${BOB}`,
    `/ip4/192.0.2.1/tcp/4001/p2p/${RELAY}/p2p-circuit/p2p/${BOB}`,
  ])('that can be dialled is taken: %s', (address) => {
    expect(read(address).address).toBe(address);
  });

  it('may have blanks around it', () => {
    expect(read(' /ip4/192.0.2.1/tcp/4001\n')).toEqual(read('/ip4/192.0.2.1/tcp/4001'));
  });

  it.each([
    ['', 'is not a multiaddr'],
    ['bob@example.com', 'is not a multiaddr'],
    ['/ip4/300.0.2.1/tcp/4001', 'is not a multiaddr (Invalid IPv4 address'],
    ['/ip4/192.0.2.1/tcp/70000', 'is not a multiaddr (Value must be smaller'],
    ['/ip4/192.0.2.1/tcp/0', 'has port 0'],
    ['/ip4/192.0.2.1', 'connects over TCP and WebSockets'],
    ['/ip4/192.0.2.1/udp/4001/quic-v1', 'connects over TCP and WebSockets'],
    ['/memory/bob', 'connects over TCP and WebSockets'],
    [`/ip4/192.0.2.1/tcp/4001/p2p/${BOB}/p2p-circuit`, 'names a relay, and nobody behind it'],
    [`/ip4/192.0.2.1/udp/4001/quic-v1/p2p/${RELAY}/p2p-circuit/p2p/${BOB}`, 'connects over TCP'],
    ['/ip6zone/eth0/ip6/fe80::1/tcp/4001', 'names the zone of a link-local address'],
    [`/ip4/192.0.2.1/tcp/4001/p2p/${BOB.slice(0, -6)}`, 'is not a whole PeerId'],
  ])('that can never be dialled is refused with a reason: %s', (address, words) => {
    expect(() => read(address)).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        message: expect.stringContaining(words) as string,
      }) as Error,
    );
  });

  it('of any valid form is left to a given node', () => {
    expect(read('/memory/bob', { isOwnNode: false }).address).toBe('/memory/bob');
    expect(() => read('/memory/bob/p2p/12D3', { isOwnNode: false })).toThrow('PeerId');
  });

  it.each([
    ['its PeerId', `/ip4/192.0.2.1/tcp/4001/p2p/${own}`],
    ['a place where it listens', '/ip4/127.0.0.1/tcp/4001'],
  ])('of this side is refused: %s', (_, address) => {
    expect(() => read(address)).toThrow('a side cannot invite itself');
  });
});

describe('a contact', () => {
  const place = { address: '/ip4/192.0.2.1/tcp/4001' };
  it('names the identity that has to be there', () => {
    expect(targets().get('x', place, { peerName: BOB })).toEqual({ ...place, peerName: BOB });
  });

  it.each([
    ['bob', 'is not a PeerId'],
    [BOB.slice(0, -6), 'is not a PeerId'],
    [own, 'a side cannot invite itself'],
  ])('that is impossible is refused: %s', (peerName, words) => {
    expect(() => targets().get('x', place, { peerName })).toThrow(words);
  });
});
