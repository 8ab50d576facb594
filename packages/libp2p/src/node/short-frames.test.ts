import type { MultiaddrConnection, StreamMuxer } from '@libp2p/interface';
import { MAX_SENT_BYTES, MAX_SENT_BYTES_SLOWLY, shortenFrames } from './short-frames.ts';

const WINDOW_BYTES = 1_000_000;

function open() {
  let nowMs = 0;
  let isFull = false;
  const raw = Object.assign(new EventTarget(), { send: () => !isFull });
  const muxer = { _newStream: () => ({ maxMessageSize: WINDOW_BYTES }) };
  shortenFrames(
    muxer as unknown as StreamMuxer,
    raw as unknown as MultiaddrConnection,
    () => nowMs,
  );
  return {
    stream: muxer._newStream(),
    /** The line is full for a time. */
    fill(ms: number): void {
      isFull = true;
      raw.send();
      nowMs += ms;
      isFull = false;
      raw.dispatchEvent(new Event('drain'));
    },
  };
}

it('frames are short, and shorter while the line is slow', () => {
  const { stream, fill } = open();
  expect(stream.maxMessageSize).toBe(MAX_SENT_BYTES);
  fill(500);
  expect(stream.maxMessageSize).toBe(MAX_SENT_BYTES_SLOWLY);
  fill(5);
  expect(stream.maxMessageSize).toBe(MAX_SENT_BYTES);
});

it('a frame is never longer than the window of the peer', () => {
  const { stream } = open();
  for (const bytes of [0, 12, 4_000]) {
    stream.maxMessageSize = bytes;
    expect(stream.maxMessageSize).toBe(bytes);
  }
});
