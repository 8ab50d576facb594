import type { IncomingMessage } from 'node:http';
import { refusalOf } from './upgrade-check.ts';

const rules = {
  path: '/beckon',
  token: 'a'.repeat(43),
  origins: new Set(['http://localhost:5173']),
};

interface Asked {
  readonly remoteAddress?: string | undefined;
  readonly localAddress?: string | undefined;
  readonly localPort?: number;
  readonly host?: string | undefined;
}

/** A request that is right in all but what is given. */
function refusalFor({
  remoteAddress = '127.0.0.1',
  localAddress = '127.0.0.1',
  localPort = 49152,
  host = `127.0.0.1:${localPort}`,
}: Asked): ReturnType<typeof refusalOf> {
  const request = {
    url: rules.path,
    headers: { host, 'sec-websocket-protocol': `beckon.1, beckon.token.${rules.token}` },
    socket: { remoteAddress, localAddress, localPort },
  };
  return refusalOf(request as unknown as IncomingMessage, rules);
}

describe('refusalOf', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('lets %s in', (address) => {
    expect(refusalFor({ remoteAddress: address, localAddress: address })).toBeUndefined();
  });

  it.each([
    '192.0.2.2',
    '10.127.0.1',
    '1127.0.0.1',
    '127.0.0.1.evil.example',
    '::ffff:192.0.2.2',
    '::2',
    'fe80::1',
    'fd00::127.0.0.1',
    '',
  ])('refuses %s with 403, at either end of the connection', (address) => {
    expect(refusalFor({ remoteAddress: address })).toBe(403);
    expect(refusalFor({ localAddress: address })).toBe(403);
  });

  it.each(['127.0.0.1:49152', '[::1]:49152', 'localhost:49152'])('lets the Host %s in', (host) => {
    expect(refusalFor({ host })).toBeUndefined();
  });

  it.each([
    'localhost',
    'localhost:80',
    'localhost.:49152',
    'localhost.evil.example:49152',
    '::1:49152',
    '[::2]:49152',
    '',
  ])('refuses the Host %s with 421', (host) => {
    expect(refusalFor({ host })).toBe(421);
  });

  it('lets a Host without a port in on port 80, which a browser leaves out, and on no other', () => {
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      expect(refusalFor({ host, localPort: 80 })).toBeUndefined();
      expect(refusalFor({ host, localPort: 8080 })).toBe(421);
    }
  });

  it('refuses a connection that has gone with 403, and a request without a Host with 421', () => {
    const request = (headers: object, socket: object): IncomingMessage =>
      ({ url: rules.path, headers, socket }) as unknown as IncomingMessage;
    expect(refusalOf(request({ host: 'localhost:80' }, {}), rules)).toBe(403);
    const socket = { remoteAddress: '::1', localAddress: '::1', localPort: 80 };
    expect(refusalOf(request({}, socket), rules)).toBe(421);
  });
});
