import { explainError } from '@beckon/core/explain';
import { useAdapter, useObservable } from '@beckon/react';
import { QRCodeSVG } from 'qrcode.react';
import { type ReactElement, useMemo } from 'react';
import { ownEndpoint } from './own-endpoint.ts';
import { CopyButton } from './copy-button.tsx';

/** The address of this side, to be given to others. */
export function OwnAddress(): ReactElement {
  const adapter = useAdapter();
  const endpoint$ = useMemo(() => ownEndpoint(adapter), [adapter]);
  const { value: endpoint, isWaiting, error } = useObservable(endpoint$);
  return (
    <section className="card own-address" aria-labelledby="own-address-title">
      <h2 id="own-address-title">Your address</h2>
      {endpoint !== undefined && (
        <>
          <p>
            Give it to people who want to invite you
            {endpoint.name !== undefined && <> as {endpoint.name}</>}.
          </p>
          <div className="own-address-body">
            <div>
              <code className="address">{endpoint.address}</code>
              <CopyButton text={endpoint.address} />
            </div>
            <QRCodeSVG
              className="qr"
              value={endpoint.address}
              title="QR code of your address"
              marginSize={2}
              size={144}
            />
          </div>
        </>
      )}
      {endpoint === undefined && !isWaiting && (
        <p className="problem">
          {error === undefined
            ? 'This host listens nowhere: you can invite, and cannot be invited.'
            : explainError(error)}
        </p>
      )}
    </section>
  );
}
