import { isCollaborationError } from '@beckon/core';
import { addContact, updateContact } from '@beckon/core/contacts';
import { explainError } from '@beckon/core/explain';
import { useAdapter } from '@beckon/react';
import { linkProblemOf, looksLikeLink, meetByLink } from '../links/open-link.ts';
import { type ReactElement, type SubmitEvent, useId, useState } from 'react';

/** Adds somebody by the card or the link that they have sent. */
export function AddContact(): ReactElement {
  const adapter = useAdapter();
  const id = useId();
  const [card, setCard] = useState('');
  const [outcome, setOutcome] = useState<{ readonly text: string; readonly isProblem: boolean }>();

  async function add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    try {
      if (looksLikeLink(card)) {
        const text = await meetByLink(adapter, card.trim());
        setCard('');
        setOutcome({ text, isProblem: false });
        return;
      }
      const contact = await addContact(adapter, card.trim());
      // Both want to see whether the other is there.
      await updateContact(adapter, { ...contact, isWatched: true, canWatchMe: true });
      setCard('');
      setOutcome({
        text: `${contact.displayName ?? 'They'} can be invited now.`,
        isProblem: false,
      });
    } catch (error) {
      setOutcome({
        text: looksLikeLink(card) ? linkProblemOf(error) : problemOf(error),
        isProblem: true,
      });
    }
  }

  return (
    <details className="more">
      <summary>Add a contact</summary>
      <form className="form" onSubmit={(event) => void add(event)}>
        <label htmlFor={`${id}card`}>Their card or link</label>
        <textarea
          id={`${id}card`}
          rows={3}
          required
          spellCheck={false}
          placeholder="beckon-card:… or beckon:…"
          aria-describedby={`${id}hint`}
          value={card}
          onChange={({ target }) => setCard(target.value)}
        />
        <p id={`${id}hint`} className="hint">
          They find it in their lobby under “Share”, and send it to you in any way.
        </p>
        <div role="status">
          {outcome !== undefined && (
            <p className={outcome.isProblem ? 'problem' : 'hint'}>{outcome.text}</p>
          )}
        </div>
        <div className="row actions">
          <button type="submit">Add</button>
        </div>
      </form>
    </details>
  );
}

function problemOf(error: unknown): string {
  if (isCollaborationError(error, 'ALREADY_EXISTS')) return 'They are a contact already.';
  if (isCollaborationError(error, 'INVALID_ARGUMENT')) {
    return 'This is neither a card nor a link, or a part of it is missing. Copy all of it.';
  }
  return explainError(error);
}
