import { invite } from '@beckon/core';
import { lastValueFrom } from 'rxjs';
import type { NatsAdapter } from '../src/index.ts';
import { content } from './payload.ts';

/** One way to ask and be answered. Resolves with the answer. */
export interface Contender {
  readonly name: string;
  ask(): Promise<void>;
}

/** An invitation through `invite()`, accepted in the recipient's inbox. */
export function invitations(adapter: NatsAdapter, address: string): Contender {
  return {
    name: 'invite()',
    async ask() {
      const { state } = await lastValueFrom(
        invite(adapter, { to: { endpoint: { address } }, ...content }),
      );
      if (state !== 'accepted') throw new Error(`The invitation was ${state}.`);
    },
  };
}
