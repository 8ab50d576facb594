import { of, throwError } from 'rxjs';
import { type EndpointScript, scriptedAdapter } from '../../test/scripted-adapter.ts';
import {
  CollaborationError,
  type FinalInvitationStatus,
  inviteAsync,
  type InviteRequest,
} from '../index.ts';

const bob = { address: 'bob' };
const request: InviteRequest = {
  to: { endpoint: bob },
  applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
};
const reply = { message: 'Yes', data: Uint8Array.of(7) };

describe('inviteAsync', () => {
  it.each<[FinalInvitationStatus, EndpointScript]>([
    [
      { state: 'accepted', endpoint: bob, ...reply },
      { responses: [of({ action: 'accepted', ...reply })] },
    ],
    [
      { state: 'declined', endpoint: bob, message: 'No' },
      { responses: [of({ action: 'declined', message: 'No' })] },
    ],
    [{ state: 'expired' }, { responses: [of({ action: 'expired' })] }],
  ])(
    'resolves with $state, the final status, and releases both handles',
    async (status, script) => {
      const adapter = scriptedAdapter({ bob: { signals: of(0), ...script } });
      expect(await inviteAsync(adapter, request)).toEqual(status);
      expect(adapter.calls.slice(-2)).toEqual(['0 bob close', '0 bob closeEvent']);
    },
  );

  it('takes the invitation back when the signal aborts, and resolves with cancelled', async () => {
    const controller = new AbortController();
    const adapter = scriptedAdapter({ bob: { responses: [of('pending')] } });
    const answered = inviteAsync(adapter, { ...request, signal: controller.signal });
    controller.abort();
    expect(await answered).toEqual({ state: 'cancelled' });
    expect(adapter.calls).toContain('0 bob cancel(withdrawn)');
  });

  it('rejects with the CollaborationError of a failure', async () => {
    const error = new CollaborationError('UNREACHABLE', 'nobody there');
    const adapter = scriptedAdapter({ bob: { handle: throwError(() => error) } });
    await expect(inviteAsync(adapter, request)).rejects.toBe(error);
  });

  it('rejects for wrong arguments with an error that names inviteAsync, and sends nothing', async () => {
    const adapter = scriptedAdapter({});
    const inviting = inviteAsync(adapter, { ...request, message: 'x'.repeat(256) });
    await expect(inviting).rejects.toThrow(RangeError);
    await expect(inviting).rejects.toThrow(/^inviteAsync: message /);
    expect(adapter.calls).toEqual([]);
  });
});
