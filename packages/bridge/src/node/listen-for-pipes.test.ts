import { once } from 'node:events';
import { echo } from '../../test/echo.ts';
import { webSocketPipe } from '../index.ts';
import { type PipeListener, listenForPipes } from '../node.ts';
import { WebSocket } from 'ws';

const page = 'http://localhost:5173';
let listener: PipeListener;

afterEach(() => listener.close());

/** Sends `message` over a new pipe; resolves with what comes back, or why the pipe ended. */
function ask(message: unknown, token = listener.token): Promise<unknown> {
  return new Promise((resolve) => {
    const pipe = webSocketPipe(listener.url, { token, WebSocket });
    pipe.open({
      message(answer) {
        pipe.close();
        resolve(answer);
      },
      closed: resolve,
    });
    pipe.send(message);
  });
}

describe('listenForPipes', () => {
  it('carries plain data, bytes among it, both ways', async () => {
    listener = await listenForPipes({ allowOrigins: [page], path: '/board' }, echo);
    expect(listener.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/board$/);
    const message = { type: 'update', bytes: Uint8Array.of(1, 2, 3), none: null };
    expect(await ask(message)).toEqual(message);
  });

  it('lets nobody in without the token, or from another origin', async () => {
    listener = await listenForPipes({ allowOrigins: [page] }, echo);
    expect(await ask('hello', 'x'.repeat(43))).toMatch('refuses this page');
    const socket = new WebSocket(listener.url, ['beckon.1', `beckon.token.${listener.token}`], {
      origin: 'https://evil.example',
    });
    const [, response] = (await once(socket, 'unexpected-response')) as [
      unknown,
      { statusCode: number; resume(): void },
    ];
    expect(response.statusCode).toBe(403);
    response.resume();
  });

  it('cuts off a message that is too long', async () => {
    listener = await listenForPipes({ allowOrigins: [], maxMessageBytes: 100 }, echo);
    expect(await ask('x'.repeat(98))).toBe('x'.repeat(98));
    expect(await ask('x'.repeat(99))).toBe('the connection was lost');
  });

  it('cuts off a client that does not read, at 8 MB', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    let sentMegabytes = 0;
    listener = await listenForPipes({ allowOrigins: [] }, (pipe) => {
      const served = echo(pipe);
      let isEnded = false;
      void served.ended.then(() => (isEnded = true));
      const send = (): void => {
        if (isEnded || sentMegabytes === 100) return;
        pipe.send(megabyte);
        sentMegabytes += 1;
        setImmediate(send);
      };
      send();
      return served;
    });
    const socket = new WebSocket(listener.url, ['beckon.1', `beckon.token.${listener.token}`]);
    await once(socket, 'open');
    socket.pause();
    const [served] = [...listener.connections];
    await served?.ended;
    expect(sentMegabytes).toBeGreaterThan(8);
    // What the system has taken on the way is not counted.
    expect(sentMegabytes).toBeLessThan(32);
    socket.terminate();
  });

  it('ends every pipe when it is closed', async () => {
    listener = await listenForPipes({ allowOrigins: [] }, echo);
    const { url, token } = listener;
    const client = webSocketPipe(url, { token, WebSocket });
    const closed = new Promise<string>((resolve) => {
      client.open({ message: () => void listener.close(), closed: resolve });
    });
    client.send('hello');
    expect(await closed).toBe('the connection was lost');
    expect(listener.connections.size).toBe(0);
  });
});
