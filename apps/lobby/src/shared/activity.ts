import { parseGuid } from '@beckon/core';
import * as v from 'valibot';

/** The lobby, as an application that can be invited to. */
export const LOBBY_APPLICATION_ID = parseGuid('b5a1ae1c-6f0e-4f5c-9f39-0c6e1a0f2b77');

const ActivitySchema = v.object({ kind: v.literal('board') });

/** The activity that both sides share after an accepted invitation. It travels as the invitation's data. */
export type Activity = v.InferOutput<typeof ActivitySchema>;

/** A whiteboard, which travels over the channel of the invitation. */
export const BOARD: Activity = { kind: 'board' };

export function encodeActivity(activity: Activity): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(activity));
}

/** The activity that an invitation carries; `undefined` when this lobby does not know it. */
export function decodeActivity(data: Uint8Array | undefined): Activity | undefined {
  if (data === undefined) return undefined;
  try {
    return v.parse(ActivitySchema, JSON.parse(new TextDecoder().decode(data)));
  } catch {
    return undefined;
  }
}
