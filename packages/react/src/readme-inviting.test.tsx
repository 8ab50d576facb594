/** @jest-environment jsdom */
import { createMockNetwork } from '@beckon/mock';
import { fireEvent, render, screen } from '@testing-library/react';
import { CollaborationProvider, useInvite } from './index.ts';

// The app: a button that invites Bob, and a line that says what became of it.
function InviteBob() {
  const { invite, cancel, isPending, isAccepted, status, error } = useInvite();
  const request = {
    to: { endpoint: { address: 'bob' } },
    applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
    message: 'Join my whiteboard?',
  };
  return (
    <>
      {isPending ? (
        <button onClick={cancel}>Cancel</button>
      ) : (
        <button onClick={() => invite(request)}>Invite Bob</button>
      )}
      {isAccepted && <p>Bob is here</p>}
      {status?.state === 'declined' && <p>Bob says: {status.message}</p>}
      {error && <p role="alert">{error.message}</p>}
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

test('Alice cancels, Bob is told, and she can invite him again', async () => {
  const bob = await openPage();
  bob.ignores();

  fireEvent.click(screen.getByRole('button', { name: 'Invite Bob' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Invite Bob' }));
  bob.accepts();

  await screen.findByText('Bob is here');
});
