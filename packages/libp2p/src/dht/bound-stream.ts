import type { Stream } from '@libp2p/interface';

/** Ends a stream whose other side sends more than it may. */
export function boundStream(stream: Stream, maxBytes: number): Stream {
  let received = 0;
  stream.addEventListener('message', ({ data }) => {
    received += data.byteLength;
    if (received > maxBytes) stream.abort(new Error(`More than ${maxBytes} bytes on one stream.`));
  });
  return stream;
}
