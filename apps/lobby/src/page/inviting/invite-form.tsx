import { type InviteRequest, LIMITS } from '@beckon/core';
import { type ReactElement, type SubmitEvent, useId, useState } from 'react';
import { BOARD, encodeActivity, LOBBY_APPLICATION_ID } from '../../shared/activity.ts';
import { DEFAULT_EXPIRY_MS, EXPIRIES } from './expiry.ts';

interface InviteFormProps {
  readonly isOnline: boolean;
  readonly isPending: boolean;
  readonly onInvite: (request: InviteRequest) => void;
  readonly onCancel: () => void;
}

/** The form of an invitation: its address, its message, and the time to answer. */
export function InviteForm({
  isOnline,
  isPending,
  onInvite,
  onCancel,
}: InviteFormProps): ReactElement {
  const id = useId();
  const [address, setAddress] = useState('');
  const [message, setMessage] = useState('Join my whiteboard?');
  const [expiresInMs, setExpiresInMs] = useState<number>(DEFAULT_EXPIRY_MS);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    onInvite({
      to: { endpoint: { address: address.trim() } },
      applicationId: LOBBY_APPLICATION_ID,
      data: encodeActivity(BOARD),
      ...(message === '' ? {} : { message }),
      expiresInMs,
    });
  }

  return (
    <form className="form" onSubmit={submit}>
      <label htmlFor={`${id}address`}>Address</label>
      <input
        id={`${id}address`}
        required
        pattern=".*\S.*"
        autoComplete="off"
        spellCheck={false}
        placeholder="/ip4/…"
        title="The address that the other side's page shows"
        value={address}
        onChange={({ target }) => setAddress(target.value)}
      />
      <label htmlFor={`${id}message`}>Message</label>
      <textarea
        id={`${id}message`}
        rows={2}
        maxLength={LIMITS.messageUtf16Units}
        aria-describedby={`${id}count`}
        value={message}
        onChange={({ target }) => setMessage(target.value)}
      />
      <p id={`${id}count`} className="hint">
        {LIMITS.messageUtf16Units - message.length} of {LIMITS.messageUtf16Units} characters left
      </p>
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
        {isPending && (
          <button type="button" onClick={onCancel}>
            Take it back
          </button>
        )}
        <button type="submit" className="primary" disabled={isPending || !isOnline}>
          Invite
        </button>
      </div>
    </form>
  );
}
