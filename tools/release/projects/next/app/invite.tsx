'use client';

import { createMockNetwork } from '@beckon/mock';
import { CollaborationProvider, useInvite } from '@beckon/react';
import { useState } from 'react';

const request = {
  to: { endpoint: { address: 'bob' } },
  applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
};

export function Invite() {
  const [alice] = useState(() => createMockNetwork().join({ name: 'alice' }));
  return (
    <CollaborationProvider adapter={alice}>
      <InviteButton />
    </CollaborationProvider>
  );
}

function InviteButton() {
  const { invite, isAccepted } = useInvite();
  return <button onClick={() => invite(request)}>{isAccepted ? 'accepted' : 'Invite Bob'}</button>;
}
