import fc from 'fast-check';
import { type Announcement, fromStrings, toStrings } from './announcement.ts';

const peerName = '12D3KooWKnDdG3iXw9eTFijk3EWSunZcFi54Zka4wmtqtt6rPxc8';
const address = `/ip4/10.0.0.1/tcp/4001/p2p/${peerName}`;

function read(
  strings: readonly (string | Uint8Array)[],
  name = peerName,
): Announcement | undefined {
  return fromStrings(
    name,
    strings.map((string) => Buffer.from(string as string)),
    () => true,
  );
}

describe('the text of an announcement', () => {
  it('carries any name of 255 UTF-16 units, in strings of at most 255 bytes', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 255 })
      .filter((name) => name.length <= 255);
    fc.assert(
      fc.property(names, (name) => {
        const strings = toStrings({ peerName, name, addresses: [address] }) ?? [];
        expect(Math.max(...strings.map(({ length }) => length))).toBeLessThanOrEqual(255);
        expect(read(strings)).toEqual({ peerName, name, addresses: [address] });
      }),
    );
  });

  it('leaves out addresses that do not fit, from the last on', () => {
    const addresses = Array.from(
      { length: 30 },
      (_, index) => `/ip4/10.0.0.${index}/tcp/4001/p2p/${peerName}`,
    );
    const strings = toStrings({ peerName, name: '漢'.repeat(255), addresses });
    const kept = read(strings ?? [])?.addresses ?? [];
    expect(kept.length).toBeGreaterThan(2);
    expect(kept).toEqual(addresses.slice(0, kept.length));
  });

  it('is undefined without an address', () => {
    expect(toStrings({ peerName, name: 'Ada', addresses: [] })).toBeUndefined();
  });

  it('adds the identity to an address without one', () => {
    expect(read(['address=/ip4/10.0.0.1/tcp/4001'])?.addresses).toEqual([address]);
  });

  it.each<[string, readonly (string | Uint8Array)[]]>([
    ['no strings', []],
    ['an empty string', ['']],
    ['no address', ['name=Ada']],
    ['an address that is no multiaddr', ['address=hello']],
    ['an empty address', ['address=', 'address=/']],
    ['only an identity', [`address=/p2p/${peerName}`]],
    [
      'the identity of somebody else',
      ['address=/ip4/1.2.3.4/tcp/1/p2p/QmaCpDMGvV2BGHeYERUEnRQAwe3N8SzbUtfsmvsqQLuvuJ'],
    ],
    [
      'an address that is too long',
      ['address=/dns4/x', ...Array.from({ length: 5 }, () => `+=${'x'.repeat(250)}`), '+=/tcp/1'],
    ],
    ['an address that is no UTF-8', [Buffer.from([...Buffer.from('address='), 0xff, 0xfe])]],
    ['a continuation without a beginning', ['+=/ip4/10.0.0.1/tcp/4001']],
  ])('is no announcement with %s', (_, strings) => {
    expect(read(strings)).toBeUndefined();
  });

  it('is no announcement of a name that is no PeerId', () => {
    for (const name of ['', 'Kitchen Printer', peerName.toLowerCase(), `${peerName}x`]) {
      expect(read([`address=${address}`], name)).toBeUndefined();
    }
  });

  it('ignores a name that is no text or too long, and unknown keys', () => {
    const rest = [`address=${address}`, 'colour=blue', 'flag', '=x'];
    const tooLong = ['name=', ...Array.from({ length: 2 }, () => `+=${'x'.repeat(128)}`)];
    for (const strings of [['name='], [Buffer.from([...Buffer.from('name='), 0xc0])], tooLong]) {
      expect(read([...strings, ...rest])).toEqual({ peerName, addresses: [address] });
    }
  });

  it('takes at most eight addresses', () => {
    const strings = Array.from(
      { length: 20 },
      (_, index) => `address=/ip4/10.0.0.1/tcp/${index + 1}`,
    );
    expect(read(strings)?.addresses).toHaveLength(8);
  });
});
