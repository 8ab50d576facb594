import { incomingInvitations, inviteAsync } from '@beckon/core';
import type { ChannelHandle } from '@beckon/core/adapter';
import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import type { Libp2pAdapter } from '../src/index.ts';
import { content } from './payload.ts';

export const LARGE_BYTES = 65_536;
export const SMALL_BYTES = 64;
/** A load of so many large messages is answered with one byte. */
export const LOAD_MESSAGES = 512;

/** The messages of invitations to channels. */
const [LOAD, ECHO] = ['bench: load', 'bench: echo'];
const RAW_LOAD_PROTOCOL = '/bench/load/1.0.0';
const RAW_ECHO_PROTOCOL = '/bench/raw-echo/1.0.0';

/** One way to send messages to another process. */
export interface Line {
  readonly name: string;
  /** Sends a load, and resolves when the other side says that it has it. */
  load(): Promise<void>;
  /** Sends a message, and resolves when as many bytes have come back. */
  echo(message: Uint8Array): Promise<void>;
}

/** Serves raw streams: what comes on one is counted, or comes back. */
export async function serveRawStreams(node: Libp2p): Promise<void> {
  await node.handle(RAW_LOAD_PROTOCOL, (stream) => {
    let bytes = 0;
    stream.addEventListener('message', ({ data }) => {
      bytes += data.byteLength;
      if (bytes < LOAD_MESSAGES * LARGE_BYTES) return;
      bytes -= LOAD_MESSAGES * LARGE_BYTES;
      stream.send(Uint8Array.of(1));
    });
  });
  await node.handle(RAW_ECHO_PROTOCOL, (stream) => {
    stream.addEventListener('message', ({ data }) => stream.send(data));
  });
}

/** Two raw streams of libp2p, without borders of messages. */
export async function rawLine(connection: Connection): Promise<Line> {
  const load = new RawStream(await connection.newStream(RAW_LOAD_PROTOCOL));
  const echo = new RawStream(await connection.newStream(RAW_ECHO_PROTOCOL));
  return {
    name: 'raw libp2p stream',
    async load() {
      const answer = load.receive(1);
      for (let i = 0; i < LOAD_MESSAGES; i++) await load.send(new Uint8Array(LARGE_BYTES).fill(i));
      await answer;
    },
    async echo(message) {
      const answer = echo.receive(message.length);
      await echo.send(message.slice());
      await answer;
    },
  };
}

class RawStream {
  readonly #stream: Stream;
  #missing = 0;
  #onComplete: (() => void) | undefined;
  #onDrain: (() => void) | undefined;

  constructor(stream: Stream) {
    this.#stream = stream;
    stream.addEventListener('message', ({ data }) => {
      this.#missing -= data.byteLength;
      if (this.#missing <= 0) this.#onComplete?.();
    });
    stream.addEventListener('drain', () => this.#onDrain?.());
  }

  async send(bytes: Uint8Array): Promise<void> {
    if (this.#stream.send(bytes)) return;
    await new Promise<void>((resolve) => (this.#onDrain = resolve));
  }

  receive(bytes: number): Promise<void> {
    this.#missing = bytes;
    return new Promise((resolve) => (this.#onComplete = resolve));
  }
}

/** Whether an invitation is for a channel of {@link serveChannels}. */
export function isForChannel({ message }: { readonly message?: string }): boolean {
  return message === LOAD || message === ECHO;
}

/** Serves the channels of accepted invitations: what comes is counted and answered, or comes back. */
export function serveChannels(adapter: Libp2pAdapter): void {
  incomingInvitations(adapter).subscribe((invitation) => {
    if (!isForChannel(invitation)) return;
    const isEcho = invitation.message === ECHO;
    void (async () => {
      await invitation.accept();
      let messages = 0;
      await openChannel(adapter, invitation.id, async (data, handle) => {
        if (isEcho) await handle.send(data);
        else if (++messages % LOAD_MESSAGES === 0) await handle.send(Uint8Array.of(1));
      });
    })();
  });
}

/** Two channels. */
export async function channelLine(adapter: Libp2pAdapter, address: string): Promise<Line> {
  const open = async (kind: string) => {
    let onMessage: () => void = () => undefined;
    const status = await inviteAsync(adapter, {
      to: { endpoint: { address } },
      applicationId: content.applicationId,
      message: kind,
    });
    if (status.state !== 'accepted' || status.invitationId === undefined)
      throw new Error(status.state);
    const channel = await openChannel(adapter, status.invitationId, () => onMessage());
    return {
      send: (message: Uint8Array) => channel.send(message),
      answer: () => new Promise<void>((resolve) => (onMessage = resolve)),
    };
  };
  const [load, echo] = [await open(LOAD), await open(ECHO)];
  return {
    name: 'channel',
    async load() {
      const answer = load.answer();
      for (let i = 0; i < LOAD_MESSAGES; i++) await load.send(new Uint8Array(LARGE_BYTES).fill(i));
      await answer;
    },
    async echo(message) {
      const answer = echo.answer();
      await echo.send(message);
      await answer;
    },
  };
}

/** Opens a channel, and takes each message as it comes. */
async function openChannel(
  adapter: Libp2pAdapter,
  invitationId: string,
  onMessage: (data: Uint8Array, channel: ChannelHandle) => void | Promise<void>,
): Promise<ChannelHandle> {
  const event = adapter.createEvent();
  const channel = await adapter.channels.open(invitationId, event);
  let isTaking = false;
  let isSignaled = false;
  event.signaled$.subscribe(() => {
    isSignaled = true;
    if (isTaking) return;
    isTaking = true;
    void (async () => {
      while (isSignaled) {
        isSignaled = false;
        for (let change; (change = await channel.next()) !== undefined;) {
          if (change.type === 'message') await onMessage(change.data, channel);
        }
      }
      isTaking = false;
    })();
  });
  return channel;
}
