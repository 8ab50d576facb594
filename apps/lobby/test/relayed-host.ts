import { type Libp2pAdapter, libp2pAdapter } from '@beckon/libp2p';
import type { Libp2p } from '@libp2p/interface';
import { BoardRelay } from '../src/host/board-relay.ts';
import { PagePipe } from './page-pipe.ts';

/** The part of a host that serves boards: a real node and a relay. */
export class RelayedHost {
  static readonly #open: RelayedHost[] = [];
  readonly adapter: Libp2pAdapter = libp2pAdapter();
  readonly pages: PagePipe[] = [];
  peerName = '';
  address = '';
  #relay: BoardRelay | undefined;

  static async start(): Promise<RelayedHost> {
    const host = new RelayedHost();
    await host.adapter.open();
    RelayedHost.#open.push(host);
    host.#relay = new BoardRelay(host.node);
    await host.#relay.start();
    host.peerName = (await host.adapter.identity.contact()).peerName;
    host.address = (await host.adapter.identity.endpoints())[0]?.address ?? '';
    return host;
  }

  /** Stops all hosts. Each test file calls it after each test. */
  static async stopAll(): Promise<void> {
    await Promise.all(RelayedHost.#open.splice(0).map((host) => host.stop()));
  }

  get node(): Libp2p {
    if (this.adapter.libp2p === undefined) throw new Error('The adapter is not open.');
    return this.adapter.libp2p;
  }

  openPage(): PagePipe {
    const page = new PagePipe();
    this.#relay?.serve(page);
    return page;
  }

  async stop(): Promise<void> {
    await this.#relay?.stop();
    await this.adapter.close();
  }
}
