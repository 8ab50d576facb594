import type { Connector } from './connector.ts';
import { connectionEnded } from './errors.ts';
import { HostedAdapter } from './hosted-adapter.ts';

/** The bridge from the first `open()` to the last `close()`, over one connection after another. */
export class OpenBridge {
  readonly #connector: Connector;
  #opening: Promise<HostedAdapter> | undefined;
  /** Undefined until there is a connection. */
  #hosted: HostedAdapter | undefined;
  #isClosed = false;

  constructor(connector: Connector) {
    this.#connector = connector;
  }

  /** The host's adapter on the present connection. */
  get hosted(): HostedAdapter | undefined {
    return this.#hosted;
  }

  /**
   * {@link hosted}, when it is open. A call tries this before {@link use}, so that calls leave in the order
   * in which they are made.
   */
  get ready(): HostedAdapter | undefined {
    return this.#opening === undefined ? this.#hosted : undefined;
  }

  /** The host's adapter, opened. Connects if needed. */
  async use(): Promise<HostedAdapter> {
    if (this.ready !== undefined) return this.ready;
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** Ends everything after the connection is lost. The next use connects anew. */
  lost(): void {
    const hosted = this.#hosted;
    this.#hosted = undefined;
    hosted?.lost();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#hosted?.close();
    this.#connector.disconnect();
  }

  async #open(): Promise<HostedAdapter> {
    const connection = await this.#connector.connection();
    if (this.#isClosed) throw connectionEnded('open');
    const hosted = new HostedAdapter(connection);
    this.#hosted = hosted;
    try {
      await hosted.open();
    } catch (error) {
      if (this.#hosted === hosted) this.#hosted = undefined;
      throw error;
    }
    return hosted;
  }
}
