import fc from 'fast-check';
import { LIMITS, parseGuid } from '@beckon/core';
import { decodeActivity, encodeActivity, LOBBY_APPLICATION_ID, newBoard } from './activity.ts';

describe('an activity', () => {
  it('survives the way through an invitation, and takes little of its data', () => {
    const activity = newBoard();
    const data = encodeActivity(activity);
    expect(decodeActivity(data)).toEqual(activity);
    expect(data.byteLength).toBeLessThan(LIMITS.invitationDataBytes / 100);
  });

  it('has an id that no other has', () => {
    const ids = Array.from({ length: 1_000 }, () => newBoard().boardId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is unknown when the data is missing, or is anything else', () => {
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

  it('is of an application with a well-formed id', () => {
    expect(parseGuid(LOBBY_APPLICATION_ID)).toBe(LOBBY_APPLICATION_ID);
  });
});
