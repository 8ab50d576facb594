import type { Reception } from '@beckon/core';
import { MemoryNetwork } from '../test/memory-network.ts';
import { engineAdapter, type EngineAdapterOptions } from './index.ts';

const valid: EngineAdapterOptions = { name: 'test', transport: new MemoryNetwork().transport('a') };

describe('engineAdapter refuses at the call, and names the option:', () => {
  it.each<[string, unknown, typeof Error, string]>([
    ['no name', { name: '' }, TypeError, 'name'],
    ['no transport', { transport: {} }, TypeError, 'transport'],
    ['an endpoint name that is a number', { endpointName: 7 }, TypeError, 'endpointName'],
    ['an endpoint name with U+0000', { endpointName: 'a\0' }, TypeError, 'endpointName'],
    ['half of a surrogate pair', { endpointName: '\ud83d' }, TypeError, 'endpointName'],
    [
      'an endpoint name of 256 units',
      { endpointName: 'x'.repeat(256) },
      RangeError,
      'endpointName',
    ],
    ['an unknown reception', { reception: 'everyone' as Reception }, TypeError, 'reception'],
    ['a store without put', { store: { get: async () => undefined } }, TypeError, 'store'],
    ['a store that is null', { store: null }, TypeError, 'store'],
    ['limits that are a number', { limits: 5 }, TypeError, 'limits'],
    ['a limit of 0', { limits: { pending: 0 } }, RangeError, 'limits.pending'],
    [
      'a limit that is no number',
      { limits: { pendingPerPeer: '5' } },
      RangeError,
      'pendingPerPeer',
    ],
    ['a limit that is NaN', { limits: { pending: Number.NaN } }, RangeError, 'limits.pending'],
    ['a rate without perSecond', { limits: { rate: { burst: 2 } } }, RangeError, 'rate.perSecond'],
    ['a rate without burst', { limits: { rate: { perSecond: 2 } } }, RangeError, 'rate.burst'],
    ['a rate that is a number', { limits: { rate: 2 } }, TypeError, 'limits.rate'],
    [
      'an infinite time',
      { limits: { silenceTimeoutMs: Number.POSITIVE_INFINITY } },
      RangeError,
      'limits.silenceTimeoutMs',
    ],
    [
      'a time that is too long for a timer',
      { limits: { dialTimeoutMs: 2 ** 31 } },
      RangeError,
      'limits.dialTimeoutMs',
    ],
  ])('%s', (_, options, error, named) => {
    const make = (): unknown => engineAdapter({ ...valid, ...(options as object) });
    expect(make).toThrow(error);
    expect(make).toThrow(named);
  });

  it('but takes an undefined limit for its default', () => {
    const limits = { pending: undefined } as unknown as object;
    expect(() => engineAdapter({ ...valid, limits })).not.toThrow();
  });
});
