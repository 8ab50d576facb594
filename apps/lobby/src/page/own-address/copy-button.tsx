import { type ReactElement, useState } from 'react';

/** Puts `text` on the clipboard, and shows the result. */
export function CopyButton({ text }: { readonly text: string }): ReactElement {
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
        Copy
      </button>
      <span role="status">
        {outcome === 'copied' && 'Copied'}
        {outcome === 'failed' && 'The browser does not allow it: select the address by hand.'}
      </span>
    </p>
  );
}
