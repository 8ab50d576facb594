import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { SchedulerLike, Subscription } from 'rxjs';
import { type Link, linksOf } from './link.ts';

/** The port and the groups of Multicast DNS (RFC 6762). */
const PORT = 5353;
const GROUP = { IPv4: '224.0.0.251', IPv6: 'ff02::fb' } as const;
const HOP_LIMIT = 255;
/** The interval of reading the interfaces of this machine, in milliseconds. */
const LOOK_MS = 1_000;

/** The networks around this machine, on which packets reach everybody. */
export interface Subnet {
  readonly links: readonly Link[];
  /** Sends to everybody on a link, without repeating lost packets. */
  send(link: Link, bytes: Buffer): void;
  /** Sends the pending packets, and releases everything. The listener is not called any more. Never rejects. */
  close(): Promise<void>;
}

export interface SubnetListener {
  /** @param source - An IP address on the link. The sender can forge it. */
  onPacket(link: Link, source: string, bytes: Buffer): void;
  onLinkGone(name: string): void;
  /** Links may have come, and addresses may have changed. */
  onLook(): void;
}

/** Rejects when there are links and all of them fail. */
export type OpenSubnet = (listener: SubnetListener) => Promise<Subnet>;

export interface MulticastSubnetInit {
  /** Names of the interfaces that are used. Default: all. */
  readonly interfaces?: readonly string[] | undefined;
  readonly scheduler: SchedulerLike;
}

/** Has a socket for each interface, because one socket sends on one interface only. */
export class MulticastSubnet implements Subnet {
  readonly #init: MulticastSubnetInit;
  readonly #listener: SubnetListener;
  readonly #sockets = new Map<string, LinkSocket>();
  #timer: Subscription | undefined;
  #isClosed = false;

  private constructor(init: MulticastSubnetInit, listener: SubnetListener) {
    this.#init = init;
    this.#listener = listener;
  }

  static async open(init: MulticastSubnetInit, listener: SubnetListener): Promise<MulticastSubnet> {
    const subnet = new MulticastSubnet(init, listener);
    const failures = await subnet.#look();
    const [failure] = failures;
    if (failure !== undefined && subnet.#sockets.size === 0) {
      await subnet.close();
      throw failure;
    }
    subnet.#lookLater();
    return subnet;
  }

  get links(): readonly Link[] {
    return [...this.#sockets.values()].map(({ link }) => link);
  }

  send(link: Link, bytes: Buffer): void {
    this.#sockets.get(link.name)?.send(bytes);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.unsubscribe();
    await Promise.all([...this.#sockets.values()].map((socket) => socket.close()));
    this.#sockets.clear();
  }

  #lookLater(): void {
    this.#timer = this.#init.scheduler.schedule(() => {
      void this.#look().then(() => {
        if (this.#isClosed) return;
        this.#listener.onLook();
        this.#lookLater();
      });
    }, LOOK_MS);
  }

  /** Returns the errors of links that could not be opened. They are tried again next time. */
  async #look(): Promise<readonly Error[]> {
    const { interfaces } = this.#init;
    const links = linksOf().filter(({ name }) => interfaces?.includes(name) ?? true);
    const failures: Error[] = [];
    for (const [name, socket] of this.#sockets) {
      const link = links.find((other) => other.name === name);
      if (link !== undefined && socket.serves(link)) {
        socket.link = link;
        continue;
      }
      this.#sockets.delete(name);
      void socket.close();
      if (link === undefined) this.#listener.onLinkGone(name);
    }
    for (const link of links) {
      if (this.#sockets.has(link.name)) continue;
      try {
        const socket = await LinkSocket.open(link, (source, bytes) => {
          if (!this.#isClosed) this.#listener.onPacket(socket.link, source, bytes);
        });
        if (this.#isClosed) await socket.close();
        else this.#sockets.set(link.name, socket);
      } catch (error) {
        failures.push(error as Error);
      }
    }
    return failures;
  }
}

/** Sends and receives on one link. */
class LinkSocket {
  link: Link;
  readonly #socket: Socket;
  readonly #onPacket: (source: string, bytes: Buffer) => void;
  readonly #sending = new Set<Promise<void>>();
  #hasFailed = false;

  private constructor(link: Link, onPacket: (source: string, bytes: Buffer) => void) {
    this.link = link;
    this.#onPacket = onPacket;
    this.#socket = createSocket({
      type: link.family === 'IPv4' ? 'udp4' : 'udp6',
      reuseAddr: true,
      ...(link.family === 'IPv6' ? { ipv6Only: true } : {}),
    });
  }

  static async open(
    link: Link,
    onPacket: (source: string, bytes: Buffer) => void,
  ): Promise<LinkSocket> {
    const opened = new LinkSocket(link, onPacket);
    const socket = opened.#socket;
    try {
      socket.bind(PORT);
      await once(socket, 'listening');
      const local = link.family === 'IPv4' ? link.address : `::%${link.name}`;
      socket.addMembership(GROUP[link.family], local);
      socket.setMulticastInterface(local);
      socket.setMulticastTTL(HOP_LIMIT);
      socket.setMulticastLoopback(true);
    } catch (error) {
      socket.close();
      throw error;
    }
    socket.on('message', (bytes, from) => opened.#receive(bytes, from));
    socket.on('error', () => {
      opened.#hasFailed = true;
    });
    return opened;
  }

  /** Whether this socket still fits the link. */
  serves({ family, address }: Link): boolean {
    return !this.#hasFailed && this.link.family === family && this.link.address === address;
  }

  send(bytes: Buffer): void {
    const sent: Promise<void> = new Promise((resolve) => {
      const { family, name } = this.link;
      const group = family === 'IPv4' ? GROUP.IPv4 : `${GROUP.IPv6}%${name}`;
      this.#socket.send(bytes, PORT, group, () => {
        this.#sending.delete(sent);
        resolve();
      });
    });
    this.#sending.add(sent);
  }

  async close(): Promise<void> {
    this.#socket.removeAllListeners('message');
    await Promise.all(this.#sending);
    await new Promise<void>((resolve) => {
      this.#socket.close(resolve);
    });
  }

  /** Each socket of the port receives the packets of every link. It takes those of its own link. */
  #receive(bytes: Buffer, { address, port }: RemoteInfo): void {
    if (port === PORT && this.link.contains(address)) this.#onPacket(address, bytes);
  }
}
