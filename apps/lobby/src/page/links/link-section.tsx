import { explainError } from '@beckon/core/explain';
import { forQrCode } from '@beckon/links';
import { useAdapter } from '@beckon/react';
import { QRCodeSVG } from 'qrcode.react';
import { type ReactElement, useState } from 'react';
import { CopyButton } from '../me/copy-button.tsx';
import type { PageLinks } from './use-links.ts';

/** Makes a link for one person, shows it, and ends those that are open. */
export function LinkSection({
  links,
  open,
  linkPage,
}: Omit<PageLinks, 'news'> & {
  /** A page that opens links, where there is one. */
  readonly linkPage: string | undefined;
}): ReactElement {
  const adapter = useAdapter();
  const [made, setMade] = useState<{ readonly id: string; readonly text: string }>();
  const [problem, setProblem] = useState<string>();

  async function make(): Promise<void> {
    try {
      const created = await links?.create(adapter, { kind: 'contact' }, linkPage);
      if (created === undefined) return;
      setMade({ id: created.link.id, text: created.text });
      setProblem(undefined);
      // Others hear of it from the browser; this tab does not.
      window.dispatchEvent(new Event('storage'));
    } catch (error) {
      setProblem(explainError(error));
    }
  }

  async function revoke(id: string): Promise<void> {
    await links?.revoke(id).catch((error: unknown) => setProblem(explainError(error)));
    if (made?.id === id) setMade(undefined);
    window.dispatchEvent(new Event('storage'));
  }

  return (
    <section className="share" aria-labelledby="share-link">
      <h3 id="share-link">A link for one person</h3>
      <p className="hint">
        Whoever opens it first becomes your contact, and you theirs. It ends after a day.
      </p>
      {made !== undefined && (
        <>
          <code className="copied-text one-line own-link">{made.text}</code>
          <CopyButton text={made.text} label="Copy the link" />
          <QRCodeSVG
            className="qr"
            value={forQrCode(made.text)}
            title="QR code of the link"
            level="L"
            marginSize={2}
            size={192}
          />
        </>
      )}
      <div className="row">
        <button type="button" disabled={links === undefined} onClick={() => void make()}>
          Make a link
        </button>
      </div>
      {problem !== undefined && <p className="problem">{problem}</p>}
      {open.length > 0 && (
        <ul className="person-list" aria-label="Open links">
          {open.map(({ id, expiresAt }) => (
            <li key={id} className="row">
              <span className="grow">
                Open until{' '}
                {new Date(expiresAt).toLocaleString('en', {
                  dateStyle: 'medium',
                  timeStyle: 'short',
                })}
              </span>
              <button type="button" className="quiet" onClick={() => void revoke(id)}>
                End it
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
