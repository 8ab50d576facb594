import type { Stream } from '@libp2p/interface';

/** Aborts the stream when the peer sends more than `maxBytes`. */
export function boundStream(stream: Stream, maxBytes: number): Stream {
  let received = 0;
  stream.addEventListener('message', ({ data }) => {
    received += data.byteLength;
    if (received > maxBytes) stream.abort(new Error(`More than ${maxBytes} bytes on one stream.`));
  });
  return stream;
}
