import { CollaborationProvider, useInvite } from '@beckon/react';
import { createMockNetwork } from '@beckon/mock';
import { createRoot } from 'react-dom/client';

const request = {
  to: { endpoint: { address: 'bob' } },
  applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
};

function InviteButton() {
  const { invite, isAccepted } = useInvite({ whilePending: 'ignore' });
  return <button onClick={() => invite(request)}>Bob: {isAccepted ? 'accepted' : 'invite'}</button>;
}

const network = createMockNetwork();
network.peer('bob').accepts();
const alice = network.join({ name: 'alice' });
const root = createRoot(document.getElementById('root')!);
void alice.open().then(() =>
  root.render(
    <CollaborationProvider adapter={alice}>
      <InviteButton />
    </CollaborationProvider>,
  ),
);
