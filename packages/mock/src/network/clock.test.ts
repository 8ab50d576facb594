import { incomingInvitations, invite } from '@beckon/core';
import { applicationId } from '../../test/virtual-network.ts';
import { createMockNetwork } from '../index.ts';

const HOUR_MS = 3_600_000;

describe('setting the system clock', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    ['back', -HOUR_MS],
    ['forward', HOUR_MS],
  ])('%s an hour changes neither delivery, nor answer, nor expiry', async (_, byMs) => {
    const network = createMockNetwork({ latencyMs: 10 });
    const alice = network.join({ name: 'alice' });
    const bob = network.join({ name: 'bob' });
    await Promise.all([alice.open(), bob.open()]);
    const states: string[] = [];
    const send = (): void => {
      invite(alice, {
        to: { endpoint: bob.endpoint },
        applicationId,
        expiresInMs: 1_000,
      }).subscribe(({ state }) => states.push(state));
    };
    const answers: string[] = [];
    const received: number[] = [];
    incomingInvitations(bob).subscribe(({ expiresAt, accept }) => {
      received.push(expiresAt - Date.now());
      if (received.length === 1) void accept().then(({ state }) => answers.push(state));
    });

    send();
    await jest.advanceTimersByTimeAsync(5);
    jest.setSystemTime(Date.now() + byMs);
    await jest.advanceTimersByTimeAsync(100);
    expect(answers).toEqual(['accepted']);
    expect(states).toEqual(['sending', 'pending', 'delivered', 'accepted']);

    states.length = 0;
    send();
    await jest.advanceTimersByTimeAsync(50);
    jest.setSystemTime(Date.now() + byMs);
    expect(states).toEqual(['sending', 'pending', 'delivered']);
    await jest.advanceTimersByTimeAsync(900);
    expect(states.at(-1)).toBe('delivered');
    await jest.advanceTimersByTimeAsync(100);
    expect(states.at(-1)).toBe('expired');

    // `expiresAt` follows the system clock, which the app shows to people.
    for (const remainingMs of received) {
      expect(remainingMs).toBeGreaterThan(950);
      expect(remainingMs).toBeLessThanOrEqual(1_000);
    }
    await Promise.all([alice.close(), bob.close()]);
  });
});
