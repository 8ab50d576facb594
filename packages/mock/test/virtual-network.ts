import {
  type CollaborationAdapter,
  type CollaborationError,
  invite,
  type InviteRequest,
} from '@beckon/core';
import { type Subscription, VirtualTimeScheduler } from 'rxjs';
import { createMockNetwork, type MockNetwork, type MockNetworkOptions } from '../src/index.ts';

export const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

/** A network in virtual time. */
export interface VirtualNetwork {
  readonly network: MockNetwork;
  readonly scheduler: VirtualTimeScheduler;
  /** Runs `act` at a frame. */
  at(frame: number, act: () => void): void;
  /** Runs all that is scheduled. */
  flush(): void;
}

export function virtualNetwork(
  options: Omit<MockNetworkOptions, 'scheduler'> = {},
): VirtualNetwork {
  const scheduler = new VirtualTimeScheduler();
  return {
    network: createMockNetwork({ ...options, scheduler }),
    scheduler,
    at: (frame, act) => void scheduler.schedule(act, frame),
    flush: () => scheduler.flush(),
  };
}

/**
 * The statuses of an invitation, each with its frame: `20 delivered`, `30 declined: Not now`, `40
 * UNREACHABLE`.
 */
export interface InviteLog {
  readonly lines: string[];
  readonly subscription: Subscription;
}

export function logInvite(
  { scheduler }: VirtualNetwork,
  adapter: CollaborationAdapter,
  to: string,
  request: Partial<InviteRequest> = {},
): InviteLog {
  const lines: string[] = [];
  const log = (text: string): void => void lines.push(`${scheduler.now()} ${text}`);
  const subscription = invite(
    adapter,
    { to: { endpoint: { address: to } }, applicationId, ...request },
    { scheduler },
  ).subscribe({
    next: (status) => {
      const message = 'message' in status ? `: ${status.message ?? ''}` : '';
      log(`${status.state}${message}`);
    },
    error: (error: unknown) => log((error as CollaborationError).code),
  });
  return { lines, subscription };
}

/** The result of a reply, once it has settled: its value, or the code of its rejection. */
export function settled<T>(reply: PromiseLike<T>): { value?: T; code?: string } {
  const result: { value?: T; code?: string } = {};
  reply.then(
    (value) => (result.value = value),
    (error: unknown) => (result.code = (error as CollaborationError).code),
  );
  return result;
}
