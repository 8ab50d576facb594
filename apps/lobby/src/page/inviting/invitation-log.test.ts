import type { InviteRequest } from '@beckon/core';
import { LOBBY_APPLICATION_ID } from '../../shared/activity.ts';
import { type InvitationLog, withStep } from './invitation-log.ts';

function request(address: string): InviteRequest {
  return { to: { endpoint: { address } }, applicationId: LOBBY_APPLICATION_ID };
}

describe('the log of invitations', () => {
  it('gathers the steps of each invitation, the newest invitation first', () => {
    const [first, second] = [request('a'), request('b')];
    let log: InvitationLog = [];
    log = withStep(log, first, { at: 1, status: { state: 'sending' } });
    log = withStep(log, second, { at: 2, status: { state: 'sending' } });
    // An invitation that another one replaced still ends.
    log = withStep(log, first, { at: 3, status: { state: 'cancelled' } });
    expect(log.map(({ id, steps }) => [id, steps.map(({ at }) => at)])).toEqual([
      [2, [2]],
      [1, [1, 3]],
    ]);
  });

  it('forgets the oldest invitation', () => {
    let log: InvitationLog = [];
    for (let at = 1; at <= 8; at++) log = withStep(log, request(String(at)), { at });
    expect(log.map(({ id }) => id)).toEqual([8, 7, 6, 5, 4]);
  });
});
