import { type ReactElement, type SubmitEvent, useId, useState } from 'react';
import { MAX_NOTE_LENGTH, type Note } from './board-content.ts';

/** The notes of both sides beside the drawing. */
export function Notes({
  notes,
  onWrite,
}: {
  readonly notes: readonly Note[];
  readonly onWrite: (text: string) => void;
}): ReactElement {
  const id = useId();
  const [text, setText] = useState('');

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (text.trim() === '') return;
    onWrite(text);
    setText('');
  }

  return (
    <div className="notes">
      <div className="notes-list" role="log" aria-label="Notes" tabIndex={0}>
        {notes.map(({ from, text: written }, index) => (
          <p key={index}>
            <strong>
              <bdi>{from}</bdi>
            </strong>{' '}
            <bdi>{written}</bdi>
          </p>
        ))}
      </div>
      <form className="row" onSubmit={submit}>
        <label htmlFor={`${id}note`} className="visually-hidden">
          Note
        </label>
        <input
          id={`${id}note`}
          className="grow"
          maxLength={MAX_NOTE_LENGTH}
          autoComplete="off"
          placeholder="Write something"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit">Send</button>
      </form>
    </div>
  );
}
