import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

/** The line passes bytes on so often. */
const STEP_MS = 20;

/** A TCP line to a port of this machine that carries only so many bytes a second, in each direction. */
export class SlowLine {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(targetPort: number, bytesPerSecond: number) {
    const stepBytes = Math.ceil((bytesPerSecond * STEP_MS) / 1_000);
    this.#server = createServer((near) => {
      const far = connect(targetPort, '127.0.0.1');
      for (const socket of [near, far]) this.#own(socket);
      void pass(near, far, stepBytes);
      void pass(far, near, stepBytes);
    });
  }

  static async open(targetPort: number, bytesPerSecond: number): Promise<SlowLine> {
    const line = new SlowLine(targetPort, bytesPerSecond);
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  /** Where the line begins. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #own(socket: Socket): void {
    this.#sockets.add(socket.setNoDelay());
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
  }
}

async function pass(from: Socket, to: Socket, stepBytes: number): Promise<void> {
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += stepBytes) {
        to.write(chunk.subarray(at, at + stepBytes));
        await after(STEP_MS);
      }
    }
  } catch {
    // An end that has failed takes the other one with it.
  }
  to.destroy();
}
