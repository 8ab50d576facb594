import { LIMITS } from '@beckon/core';
import { type ReactElement, type SubmitEvent, useId, useState } from 'react';

/** The times to answer that the form offers. */
const EXPIRIES = [
  { label: '10 seconds', ms: 10_000 },
  { label: '1 minute', ms: 60_000 },
  { label: '5 minutes', ms: 300_000 },
  { label: '1 hour', ms: 3_600_000 },
] as const;

export const DEFAULT_EXPIRY_MS = 300_000;
export const DEFAULT_MESSAGE = 'Join my whiteboard?';

export interface AddressInvitation {
  readonly address: string;
  readonly message: string;
  readonly expiresInMs: number;
}

/** For those who look for it: an address, a message of one's own, and the time to answer. */
export function InviteByAddress({
  canInvite,
  onInvite,
}: {
  readonly canInvite: boolean;
  readonly onInvite: (invitation: AddressInvitation) => void;
}): ReactElement {
  const id = useId();
  const [address, setAddress] = useState('');
  const [message, setMessage] = useState(DEFAULT_MESSAGE);
  const [expiresInMs, setExpiresInMs] = useState<number>(DEFAULT_EXPIRY_MS);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    onInvite({ address: address.trim(), message, expiresInMs });
  }

  return (
    <details className="more">
      <summary>Invite by address</summary>
      <form className="form" onSubmit={submit}>
        <label htmlFor={`${id}address`}>Address</label>
        <input
          id={`${id}address`}
          required
          pattern=".*\S.*"
          autoComplete="off"
          spellCheck={false}
          placeholder="/ip4/…"
          title="The address that the other side's page shows under Share"
          value={address}
          onChange={({ target }) => setAddress(target.value)}
        />
        <label htmlFor={`${id}message`}>Message</label>
        <textarea
          id={`${id}message`}
          rows={2}
          maxLength={LIMITS.messageUtf16Units}
          value={message}
          onChange={({ target }) => setMessage(target.value)}
        />
        <label htmlFor={`${id}expiry`}>Time to answer</label>
        <select
          id={`${id}expiry`}
          value={expiresInMs}
          onChange={({ target }) => setExpiresInMs(Number(target.value))}
        >
          {EXPIRIES.map(({ label, ms }) => (
            <option key={ms} value={ms}>
              {label}
            </option>
          ))}
        </select>
        <div className="row actions">
          <button type="submit" className="primary" disabled={!canInvite}>
            Invite this address
          </button>
        </div>
      </form>
    </details>
  );
}
