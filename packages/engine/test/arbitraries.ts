import { LIMITS } from '@beckon/core';
import { PRESENCE_STATUSES } from '@beckon/core/adapter';
import fc from 'fast-check';
import { readGuid } from '../src/wire/guid-bytes.ts';
import type { Message } from '../src/wire/message.ts';

/** As many runs as the test says, times `BECKON_RUNS`. */
export function runs(count: number): { numRuns: number } {
  return { numRuns: count * Number(process.env['BECKON_RUNS'] ?? 1) };
}

const guid = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => readGuid(bytes.some((byte) => byte > 0) ? bytes : bytes.fill(1)));
const text = fc
  .string({ unit: 'grapheme', maxLength: 60 })
  .filter((value) => value.length <= LIMITS.messageUtf16Units && !value.includes('\0'));
const optionalText = fc.option(text, { nil: undefined });
const uint32 = fc.integer({ min: 1, max: 0xffff_ffff });

/** Any message that may be sent. */
export const anyMessage: fc.Arbitrary<Message> = fc
  .oneof(
    fc.record({
      kind: fc.constant('hello' as const),
      version: uint32,
      name: optionalText.filter((name) => name !== ''),
    }),
    fc.record({
      kind: fc.constant('invite' as const),
      id: guid,
      invitation: fc
        .record({
          applicationId: guid,
          expiresInMs: uint32,
          message: optionalText,
          data: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
        })
        .map(withoutUndefined),
    }),
    fc.record({ kind: fc.constantFrom('delivered' as const, 'confirm' as const), id: guid }),
    fc.record({
      kind: fc.constant('answer' as const),
      id: guid,
      isAccepted: fc.boolean(),
      message: optionalText,
      data: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
      agreesTo: fc.option(fc.array(guid, { minLength: 1, maxLength: 8 }), { nil: undefined }),
    }),
    fc.record({
      kind: fc.constant('withdraw' as const),
      id: guid,
      reason: fc.constantFrom(
        'withdrawn' as const,
        'expired' as const,
        'answeredElsewhere' as const,
      ),
    }),
    fc.record({
      kind: fc.constant('failure' as const),
      id: guid,
      reason: fc.constantFrom(
        'unreachable' as const,
        'incompatible' as const,
        'internal' as const,
        'expired' as const,
      ),
      hresult: fc.option(fc.integer({ min: 0x8000_0000, max: 0xffff_ffff }), { nil: undefined }),
    }),
    fc.record({ kind: fc.constantFrom('ping' as const, 'pong' as const) }),
    fc.record({
      kind: fc.constant('goodbye' as const),
      reason: fc.constantFrom('closing' as const, 'idle' as const),
    }),
    fc.record({
      kind: fc.constantFrom('watch' as const, 'state' as const, 'watchEnd' as const),
      watch: uint32,
    }),
    fc.record({ kind: fc.constantFrom('unwatch' as const, 'stateEnd' as const) }),
    fc.record({
      kind: fc.constant('endpoint' as const),
      name: optionalText.filter((name) => name !== ''),
      card: optionalText.filter((card) => card !== ''),
    }),
    fc.record({
      kind: fc.constant('presence' as const),
      presence: fc
        .record({
          status: fc.constantFrom(...PRESENCE_STATUSES.filter((status) => status !== 'offline')),
          text: optionalText,
        })
        .map(withoutUndefined),
    }),
    fc.record({
      kind: fc.constant('application' as const),
      application: fc
        .record({
          id: guid,
          description: optionalText,
          data: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
        })
        .map(withoutUndefined),
    }),
    fc.record({
      kind: fc.constant('object' as const),
      object: fc.record({
        id: guid,
        data: fc.uint8Array({ minLength: 1, maxLength: 300 }),
        publicationScope: fc.constantFrom('all' as const, 'nearMe' as const, 'internet' as const),
      }),
    }),
    fc.record({
      kind: fc.constantFrom('applicationRemoved' as const, 'objectRemoved' as const),
      id: guid,
    }),
  )
  .map((message) => withoutUndefined(message) as Message);

function withoutUndefined<T extends object>(
  value: T,
): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}
