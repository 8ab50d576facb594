import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Where an attack goes. */
export interface Target {
  readonly url: string;
  /** Known to attacks by a program that was let in. */
  readonly token: string;
}

const WRONG_TOKEN = 'x'.repeat(43);
/** All that a host takes, but for the honest clients, of whom one may be about to leave. */
const CONNECTIONS = 12;
const KIBIBYTE = 1024;

/** Each runs until its process is killed. */
export const ATTACKS = {
  /** Handshakes that never end: silent ones, ones that stop, and ones that go on by a byte at a time. */
  async unfinishedHandshakes(target) {
    for (;;) {
      const socket = rawSocket(target);
      const text = handshake(target, WRONG_TOKEN).slice(0, -4);
      const kind = Math.random();
      if (kind > 0.3) socket.write(text);
      if (kind > 0.6) {
        const dripping = setInterval(() => socket.write('x'), 100);
        socket.on('close', () => clearInterval(dripping));
      }
      await once(socket, 'connect').catch(() => undefined);
    }
  },

  /** Whole handshakes with a wrong token, as fast as they go, from a page's origin and from none. */
  async wrongTokens(target) {
    await inParallel(64, async (number) => {
      const socket = rawSocket(target);
      const origin = number % 2 === 0 ? ['Origin: http://localhost:5173'] : [];
      socket.write(handshake(target, WRONG_TOKEN, origin));
      socket.resume();
      await new Promise((resolve) => socket.once('close', resolve));
    });
  },

  /** Headers as large as they may be, and larger, as fast as they go. */
  async largeHeaders(target) {
    await inParallel(64, async (number) => {
      const socket = rawSocket(target);
      const cookie = `Cookie: ${'x'.repeat(number % 2 === 0 ? 7 * KIBIBYTE : 60 * KIBIBYTE)}`;
      socket.write(handshake(target, WRONG_TOKEN, [cookie]));
      socket.resume();
      await new Promise((resolve) => socket.once('close', resolve));
    });
  },

  /** Pings of the WebSocket protocol, whose answers are never read. */
  async pings(target) {
    const ping = frame(0x9, Buffer.alloc(125));
    await flood(target, Buffer.concat(Array.from({ length: 500 }, () => ping)), false);
  },

  /** Pongs that nobody asked for. */
  async pongs(target) {
    const pong = frame(0xa, Buffer.alloc(0));
    await flood(target, Buffer.concat(Array.from({ length: 5000 }, () => pong)), true);
  },

  /** Messages of many pieces of one byte each, which are never finished. */
  async fragments(target) {
    const first = frame(0x1, Buffer.from('['), false);
    const rest = Array.from({ length: 16_000 }, () => frame(0x0, Buffer.from(' '), false));
    await inParallel(CONNECTIONS, async () => {
      const socket = await letIn(target);
      socket.write(Buffer.concat([first, ...rest]));
      await new Promise((resolve) => socket.once('close', resolve));
    });
  },

  /** Calls whose large replies are never read. */
  async unreadReplies(target) {
    const calls = ['hello', 'open'].map((name, id) =>
      call(`${id}`, name, name === 'hello' ? [2] : []),
    );
    const asks = Array.from({ length: 100 }, (_, id) =>
      call(`${10 + id}`, 'call', ['objects', 'own', []]),
    );
    await inParallel(CONNECTIONS, async () => {
      const socket = await letIn(target, false);
      socket.write(Buffer.concat(calls));
      const asking = setInterval(() => socket.write(Buffer.concat(asks)), 100);
      await new Promise((resolve) => socket.once('close', resolve));
      clearInterval(asking);
    });
  },

  /** Messages just below the limit: wide, of as many values as fit. */
  async wideMessages(target) {
    const wide = `[${'{},'.repeat(170_000)}0]`;
    const message = frame(0x1, Buffer.from(`{"t":"q","i":"1","m":"call","a":["a","b",${wide}]}`));
    await flood(target, message, true);
  },

  /** Messages just below the limit: as deep as fits. */
  async deepMessages(target) {
    const depth = 3000;
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const list = `[${Array.from({ length: 80 }, () => deep).join()}]`;
    const message = frame(0x1, Buffer.from(`{"t":"q","i":"1","m":"call","a":["a","b",${list}]}`));
    await flood(target, message, true);
  },

  /** Compressed messages that would inflate to a thousand times as much, although nothing was agreed to. */
  async deflateBombs(target) {
    const bomb = frame(0x1, Buffer.alloc(KIBIBYTE));
    // RSV1: compressed.
    bomb[0] = (bomb[0] ?? 0) | 0x40;
    await inParallel(CONNECTIONS, async () => {
      const socket = await letIn(target);
      socket.write(bomb);
      await new Promise((resolve) => socket.once('close', resolve));
    });
  },

  /** A message that comes a byte at a time, and never ends, on every connection. */
  async drippingMessages(target) {
    const message = frame(0x1, Buffer.alloc(500 * KIBIBYTE));
    await inParallel(CONNECTIONS, async () => {
      const socket = await letIn(target);
      let sent = 0;
      const dripping = setInterval(() => socket.write(message.subarray(sent, (sent += 1))), 10);
      await new Promise((resolve) => socket.once('close', resolve));
      clearInterval(dripping);
    });
  },

  /** Connections with the right token that come and go. */
  async comingAndGoing(target) {
    await inParallel(CONNECTIONS, async () => {
      const socket = await letIn(target);
      socket.write(Buffer.concat([call('1', 'hello', [2]), call('2', 'open', [])]));
      socket.destroy();
      await new Promise((resolve) => socket.once('close', resolve));
    });
  },
} satisfies Readonly<Record<string, (target: Target) => Promise<void>>>;

export type AttackName = keyof typeof ATTACKS;

function rawSocket({ url }: Target): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  return socket;
}

function handshake({ url }: Target, token: string, headers: readonly string[] = []): string {
  return [
    'GET /beckon HTTP/1.1',
    `Host: ${new URL(url).host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    `Sec-WebSocket-Protocol: beckon.1, beckon.token.${token}`,
    ...headers,
    '\r\n',
  ].join('\r\n');
}

/** A connection that was let in, or refused because there are too many: that one is closed. */
async function letIn(target: Target, isRead = true): Promise<Socket> {
  const socket = rawSocket(target);
  socket.write(handshake(target, target.token));
  await new Promise<void>((resolve) => {
    socket.once('data', () => resolve());
    socket.once('close', () => resolve());
  });
  if (!isRead) socket.pause();
  return socket;
}

/** Sends the same on every connection, as fast as it goes. */
async function flood(target: Target, chunk: Buffer, isRead: boolean): Promise<void> {
  await inParallel(CONNECTIONS, async () => {
    const socket = await letIn(target, isRead);
    while (!socket.destroyed && socket.writable) {
      if (socket.write(chunk)) await new Promise((resolve) => setImmediate(resolve));
      else
        await new Promise<void>((resolve) => {
          socket.once('drain', resolve);
          socket.once('close', resolve);
        });
    }
  });
}

async function inParallel(
  count: number,
  attempt: (number: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (;;) await attempt(next++);
  };
  await Promise.all(Array.from({ length: count }, worker));
}

/** A masked frame, as clients send them. */
function frame(opcode: number, payload: Buffer, isFinal = true): Buffer {
  const { length } = payload;
  const header =
    length < 126
      ? Buffer.from([0, length])
      : length < 65_536
        ? Buffer.from([0, 126, length >> 8, length & 255])
        : Buffer.from([
            0,
            127,
            0,
            0,
            0,
            0,
            ...[24, 16, 8, 0].map((bits) => (length >> bits) & 255),
          ]);
  header[0] = (isFinal ? 0x80 : 0) | opcode;
  header[1] = (header[1] ?? 0) | 0x80;
  const mask = randomBytes(4);
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([header, mask, masked]);
}

function call(id: string, name: string, args: readonly unknown[]): Buffer {
  return frame(0x1, Buffer.from(JSON.stringify({ t: 'q', i: id, m: name, a: args })));
}
