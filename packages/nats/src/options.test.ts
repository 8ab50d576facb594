import { createSeed, natsAdapter, type NatsAdapterOptions } from './index.ts';

const servers = 'nats://127.0.0.1:4222';

describe('natsAdapter', () => {
  it.each([
    ['no servers', {}, TypeError, /servers must be/],
    ['an empty list', { servers: [] }, TypeError, /servers must be/],
    ['no address', { servers: 'localhost' }, TypeError, /"localhost" in servers is no address/],
    ['another protocol', { servers: 'http://x' }, TypeError, /begins with none of nats:/],
    ['a seed that is too short', { servers, seed: 'SUx' }, TypeError, /seed must be the seed/],
    ['a seed of another kind', { servers, seed: 7 }, TypeError, /seed must be/],
    [
      'an authenticator that is no function',
      { servers, authenticator: {} },
      TypeError,
      /authenticator/,
    ],
    ['no authenticators', { servers, authenticator: [] }, TypeError, /authenticator/],
    ['a name that is too long', { servers, name: 'x'.repeat(256) }, RangeError, /name/],
    ['no streams', { servers, limits: { streams: 0 } }, RangeError, /limits.streams is 0/],
    ['NaN', { servers, limits: { streamsPerPeer: NaN } }, RangeError, /streamsPerPeer is NaN/],
    ['a rate that is a number', { servers, limits: { streamRate: 7 } }, TypeError, /streamRate/],
    [
      'an infinite rate',
      { servers, limits: { streamRate: { burst: 1, perSecond: 0 } } },
      RangeError,
      /perSecond is 0/,
    ],
    ['a store without functions', { servers, store: {} }, TypeError, /store must have/],
    ['an unknown reception', { servers, reception: 'me' }, TypeError, /reception/],
  ])('%s is refused at the call', (_, options, kind, sentence) => {
    const make = (): unknown => natsAdapter(options as unknown as NatsAdapterOptions);
    expect(make).toThrow(kind);
    expect(make).toThrow(sentence);
  });

  it.each(['nats://a', 'tls://a:1', ['nats://[::1]:4222', 'nats://b']])('takes %j', (given) => {
    expect(natsAdapter({ servers: given, seed: createSeed() }).name).toBe('nats');
  });
});
