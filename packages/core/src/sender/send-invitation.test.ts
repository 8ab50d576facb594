import { of, throwError } from 'rxjs';
import { scriptedAdapter } from '../../test/scripted-adapter.ts';
import { CollaborationError, sendInvitation } from '../index.ts';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
const contact = { peerName: 'bob-key' };
const [phone, laptop] = [{ address: 'phone' }, { address: 'laptop' }];
const unreachable = throwError(() => new CollaborationError('UNREACHABLE', 'nobody'));

describe('sendInvitation', () => {
  it('resolves when the adapter has the invitation, with no event and no handle', async () => {
    const adapter = scriptedAdapter({ bob: {} });
    await sendInvitation(adapter, { to: { endpoint: { address: 'bob' } }, applicationId });
    expect(adapter.calls).toEqual(['0 bob sendToEndpoint']);
  });

  it('sends to a contact at an endpoint by its peer name', async () => {
    const adapter = scriptedAdapter({ phone: {} });
    await sendInvitation(adapter, { to: { contact, endpoint: phone }, applicationId });
    expect(adapter.calls).toEqual(['0 phone sendToContact(bob-key)']);
  });

  it('rejects with the code of the adapter', async () => {
    const adapter = scriptedAdapter({ phone: { handle: unreachable } });
    await expect(
      sendInvitation(adapter, { to: { endpoint: phone }, applicationId }),
    ).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('sends to all endpoints of a contact, and resolves when the adapter has one of the invitations', async () => {
    const adapter = scriptedAdapter(
      { phone: { handle: unreachable }, laptop: {} },
      { endpoints: of([phone, laptop]) },
    );
    await sendInvitation(adapter, { to: { contact }, applicationId });
    expect(adapter.calls).toEqual([
      '0 phone sendToContact(bob-key)',
      '0 laptop sendToContact(bob-key)',
    ]);
  });

  it('rejects with every error as the cause when no endpoint could be reached', async () => {
    const adapter = scriptedAdapter(
      { phone: { handle: unreachable }, laptop: { handle: unreachable } },
      { endpoints: of([phone, laptop]) },
    );
    await expect(sendInvitation(adapter, { to: { contact }, applicationId })).rejects.toMatchObject(
      { code: 'UNREACHABLE', cause: expect.any(AggregateError) as unknown },
    );
  });

  it.each([
    ['is nowhere', of([]), 'UNREACHABLE'],
    ['cannot be looked up', undefined, 'NOT_SUPPORTED'],
  ])('rejects for a contact that %s', async (_, endpoints, code) => {
    const adapter = scriptedAdapter({}, endpoints === undefined ? {} : { endpoints });
    await expect(sendInvitation(adapter, { to: { contact }, applicationId })).rejects.toMatchObject(
      { code },
    );
  });
});
