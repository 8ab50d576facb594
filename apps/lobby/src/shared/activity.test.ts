import fc from 'fast-check';
import { LIMITS, parseGuid } from '@beckon/core';
import { BOARD, decodeActivity, encodeActivity, LOBBY_APPLICATION_ID } from './activity.ts';

describe('an activity', () => {
  it('passes through an invitation unchanged, and needs little of its data', () => {
    const data = encodeActivity(BOARD);
    expect(decodeActivity(data)).toEqual(BOARD);
    expect(data.byteLength).toBeLessThan(LIMITS.invitationDataBytes / 100);
  });

  it('is undefined when the data is missing, or is not an activity', () => {
    expect(decodeActivity(undefined)).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
        expect(decodeActivity(data)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decodeActivity(new TextEncoder().encode(JSON.stringify(value)))).toBeUndefined();
      }),
    );
  });

  it('belongs to an application with a well-formed id', () => {
    expect(parseGuid(LOBBY_APPLICATION_ID)).toBe(LOBBY_APPLICATION_ID);
  });
});
