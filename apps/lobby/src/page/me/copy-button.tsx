import { type ReactElement, useState } from 'react';

/** Puts `text` on the clipboard, and shows the result. */
export function CopyButton({
  text,
  label,
}: {
  readonly text: string;
  readonly label: string;
}): ReactElement {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  }
  return (
    <p className="row">
      <button type="button" onClick={() => void copy()}>
        {label}
      </button>
      <span role="status">
        {outcome === 'copied' && 'Copied'}
        {outcome === 'failed' && 'The browser does not allow it: select the text by hand.'}
      </span>
    </p>
  );
}
