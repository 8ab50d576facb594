import { useInvitations } from '@beckon/react';
import type { ReactElement } from 'react';

/** The status of the whole page: whether the host is there, and the number of invitations under way. */
export function Header({ isOnline }: { readonly isOnline: boolean }): ReactElement {
  const inFlight = useInvitations({ select: (invitations) => invitations.length });
  return (
    <header className="header">
      <h1>beckon lobby</h1>
      <p className="header-status" role="status">
        {inFlight > 0 && <span>{inFlight} under way</span>}
        <span className={isOnline ? 'pill online' : 'pill offline'}>
          {isOnline ? 'Online' : 'Host away, reconnecting…'}
        </span>
      </p>
    </header>
  );
}
