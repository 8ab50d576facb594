import { Dialog } from '@base-ui/react/dialog';
import { fingerprintOf } from '@beckon/core/safety-number';
import { useObservable } from '@beckon/react';
import { QRCodeSVG } from 'qrcode.react';
import { type ReactElement, type ReactNode, useMemo } from 'react';
import { defer } from 'rxjs';
import { CopyButton } from './copy-button.tsx';
import type { Me } from './me.ts';

/** What this side gives to others, so that they can invite it: the card, and the address. */
export function ShareDialog({
  me,
  children,
}: {
  readonly me: Me;
  /** More that is shared. */
  readonly children?: ReactNode;
}): ReactElement {
  const { card, peerName, endpoints } = me;
  const address = endpoints[0]?.address;
  // A phone cannot reach an address of this machine only.
  const reachable = endpoints.find((endpoint) => !isOfThisMachine(endpoint.address))?.address;
  const fingerprint$ = useMemo(() => defer(() => fingerprintOf(peerName)), [peerName]);
  const { value: fingerprint } = useObservable(fingerprint$);
  return (
    <Dialog.Root>
      <Dialog.Trigger>Share</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title>Let others invite you</Dialog.Title>
          {children}
          <section className="share" aria-labelledby="share-card">
            <h3 id="share-card">Your card</h3>
            <p className="hint">
              Whoever adds it can invite you, and prove that it is you. It holds your name and your
              addresses.
            </p>
            <code className="copied-text one-line">{card}</code>
            <CopyButton text={card} label="Copy your card" />
          </section>
          <section className="share" aria-labelledby="share-address">
            <h3 id="share-address">Your address</h3>
            {address === undefined ? (
              <p className="hint">
                You can invite, and cannot be invited: the host listens nowhere.
              </p>
            ) : (
              <>
                <code className="copied-text own-address">{reachable ?? address}</code>
                <CopyButton text={reachable ?? address} label="Copy your address" />
                {reachable === undefined ? (
                  <p className="hint">Only programs on this machine reach it.</p>
                ) : (
                  <QRCodeSVG
                    className="qr"
                    value={reachable}
                    title="QR code of your address"
                    marginSize={2}
                    size={144}
                  />
                )}
              </>
            )}
          </section>
          <section className="share" aria-labelledby="share-fingerprint">
            <h3 id="share-fingerprint">Your fingerprint</h3>
            <p className="hint">Others can compare it with what their lobby shows about you.</p>
            <p className="fingerprint">{fingerprint}</p>
          </section>
          <div className="row actions">
            <Dialog.Close>Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function isOfThisMachine(address: string): boolean {
  return /^\/(?:ip4\/127\.|ip6\/::1\/)/.test(address);
}
