/** @jest-environment jsdom */
import { explainError } from '@beckon/core/explain';
import { createMockNetwork } from '@beckon/mock';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { CollaborationProvider, useInvite } from './index.ts';

// The app: a button that invites Bob, and a line that says what became of it.
function InviteBob() {
  const { invite, cancel, isPending, isAccepted, status, error } = useInvite({
    whilePending: 'ignore',
  });
  const request = {
    to: { endpoint: { address: 'bob' } },
    applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
    message: 'Join my whiteboard?',
  };
  return (
    <>
      <button onClick={() => invite(request)} disabled={isAccepted}>
        Invite Bob
      </button>
      <button onClick={cancel} disabled={!isPending}>
        Cancel
      </button>
      {isAccepted && <p>Bob is here</p>}
      {status?.state === 'declined' && <p>Bob says: {status.message}</p>}
      {error && <p role="alert">{explainError(error)}</p>}
    </>
  );
}

async function openPage() {
  const network = createMockNetwork();
  const alice = network.join({ name: 'alice' });
  await alice.open();
  render(
    <CollaborationProvider adapter={alice}>
      <InviteBob />
    </CollaborationProvider>,
  );
  return network.peer('bob');
}

test('Bob declines, and the page says why', async () => {
  const bob = await openPage();
  bob.declines('Not now');

  fireEvent.click(screen.getByRole('button', { name: 'Invite Bob' }));

  await screen.findByText('Bob says: Not now');
  expect(bob.received).toMatchObject([{ message: 'Join my whiteboard?' }]);
});

test('a double click invites once, and Alice can cancel and invite again', async () => {
  const bob = await openPage();
  bob.ignores();

  fireEvent.click(screen.getByRole('button', { name: 'Invite Bob' }));
  fireEvent.click(screen.getByRole('button', { name: 'Invite Bob' }));
  await waitFor(() => expect(bob.received).toHaveLength(1));
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(bob.received).toMatchObject([{ status: { state: 'withdrawn' } }]));
  bob.accepts();
  fireEvent.click(screen.getByRole('button', { name: 'Invite Bob' }));

  await screen.findByText('Bob is here');
  expect(bob.received).toHaveLength(2);
});
