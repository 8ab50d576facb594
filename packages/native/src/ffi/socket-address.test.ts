import fc from 'fast-check';
import { formatSocketAddress, parseSocketAddress } from './socket-address.ts';

const socketAddress = fc.record({
  host: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  scopeId: fc.integer({ min: 0, max: 0xffff_ffff }),
  port: fc.integer({ min: 0, max: 0xffff }),
});

// Runs of zeros, which the text form shortens.
const sparseAddress = socketAddress.chain((address) =>
  fc.array(fc.nat(7), { maxLength: 8 }).map((groups) => ({
    ...address,
    host: address.host.map((byte, index) => (groups.includes(index >> 1) ? 0 : byte)),
  })),
);

describe('socket address', () => {
  it('is the same after writing and reading', () => {
    fc.assert(
      fc.property(fc.oneof(socketAddress, sparseAddress), (address) => {
        expect(parseSocketAddress(formatSocketAddress(address))).toEqual(address);
      }),
    );
  });

  it('has one text for each address', () => {
    fc.assert(
      fc.property(sparseAddress, ({ host, scopeId, port }) => {
        const groups = Array.from({ length: 8 }, (_, index) =>
          ((host[2 * index]! << 8) | host[2 * index + 1]!)
            .toString(16)
            .padStart(4, '0')
            .toUpperCase(),
        );
        const long = `[${groups.join(':')}${scopeId === 0 ? '' : `%${scopeId}`}]:${port}`;
        expect(formatSocketAddress(parseSocketAddress(long)!)).toBe(
          formatSocketAddress({ host, scopeId, port }),
        );
      }),
    );
  });

  it.each([
    ['[fe80::1%4]:3587', '[fe80::1%4]:3587'],
    ['[2001:DB8:0:0:0:0:0:1]:1', '[2001:db8::1]:1'],
    ['[::ffff:192.0.2.1]:80', '[::ffff:c000:201]:80'],
    ['[::]:0', '[::]:0'],
  ])('reads %s and writes %s', (text, canonical) => {
    expect(formatSocketAddress(parseSocketAddress(text)!)).toBe(canonical);
  });

  it.each([
    '',
    '192.0.2.1:3587',
    'fe80::1:3587',
    '[fe80::1]',
    '[fe80::1]:65536',
    '[fe80::1%eth0]:1',
    '[fe80::1%4294967296]:1',
    '[1:2:3:4:5:6:7:8:9]:1',
    '[1::2::3]:1',
    '[fe80::1]:-1',
    ' [fe80::1]:1',
    '[fe80::g]:1',
    '/ip4/127.0.0.1/tcp/1',
  ])('does not read %j', (text) => {
    expect(parseSocketAddress(text)).toBeUndefined();
  });

  it('reads only text that it could write', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const address = parseSocketAddress(text);
        if (address === undefined) return;
        expect(parseSocketAddress(formatSocketAddress(address))).toEqual(address);
      }),
    );
  });
});
