/** @jest-environment jsdom */
import { invite } from '@beckon/core';
import { explainError } from '@beckon/core/explain';
import { createMockNetwork } from '@beckon/mock';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { CollaborationProvider, useAnswer, useIncomingInvitations } from './index.ts';

// The app: a toast for each invitation, and the whiteboard once one was accepted.
function Whiteboard() {
  const { value: invitations, error } = useIncomingInvitations();
  const { accept, decline, invitation: answered, isAccepted, error: failure } = useAnswer();

  if (isAccepted) return <p>Drawing with {answered?.from.endpoint.name}</p>;
  return (
    <>
      {(error ?? failure) && <p role="alert">{explainError(error ?? failure)}</p>}
      {invitations.map((invitation) => (
        <div role="status" key={invitation.id}>
          {invitation.from.endpoint.name}: {invitation.message}
          <button onClick={() => accept(invitation)}>Join</button>
          <button onClick={() => decline(invitation, 'Not now')}>Not now</button>
        </div>
      ))}
    </>
  );
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

/** Bob's page; `inviteBob` is what Alice does. */
async function openPage() {
  const network = createMockNetwork({ latencyMs: 10 });
  const alice = network.join({ name: 'alice', contact: { displayName: 'Alice' } });
  const bob = network.join({ name: 'bob' });
  await Promise.all([alice.open(), bob.open()]);
  render(
    <CollaborationProvider adapter={bob}>
      <Whiteboard />
    </CollaborationProvider>,
  );
  function inviteBob() {
    const states: string[] = [];
    invite(alice, {
      to: { endpoint: bob.endpoint },
      applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
      message: 'Join my whiteboard?',
      expiresInMs: 30_000,
    }).subscribe(({ state }) => states.push(state));
    return states;
  }
  return { inviteBob };
}

test('Bob joins, and draws with Alice', async () => {
  const { inviteBob } = await openPage();
  const states = inviteBob();
  await pass(100);
  expect(screen.getByRole('status').textContent).toContain('Alice: Join my whiteboard?');

  fireEvent.click(screen.getByRole('button', { name: 'Join' }));
  await pass(100);

  expect(screen.getByText('Drawing with Alice')).toBeDefined();
  expect(screen.queryByRole('status')).toBeNull();
  expect(states).toEqual(['sending', 'pending', 'delivered', 'accepted']);
});

test('an invitation that nobody answers goes away on both sides', async () => {
  const { inviteBob } = await openPage();
  const states = inviteBob();
  await pass(29_000);
  expect(screen.getByRole('status')).toBeDefined();
  await pass(2_000);

  expect(screen.queryByRole('status')).toBeNull();
  expect(states.at(-1)).toBe('expired');
});
