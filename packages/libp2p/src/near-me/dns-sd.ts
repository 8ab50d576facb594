import { RateLimiter, TokenBucket, monotonicNow } from '@beckon/core/adapter';
import type { NearMeStay, NearMeVisitor } from '@beckon/engine';
import { multiaddr } from '@multiformats/multiaddr';
import type { SchedulerLike, Subscription } from 'rxjs';
import { fromStrings, toStrings } from './announcement.ts';
import { isForLink, isPlausible, type Link } from './link.ts';
import { LinkAnnouncer } from './link-announcer.ts';
import { Neighbours } from './neighbours.ts';
import {
  type Query,
  queryPacket,
  readPacket,
  renewalPacket,
  type Response,
  type Service,
} from './packets.ts';
import type { OpenSubnet, Subnet } from './subnet.ts';

/** The rates of packets about people that are read: from one address, and from all addresses. */
const RATE_OF_ORIGIN = { burst: 100, perSecond: 20 };
const RATE_OF_ALL = { burst: 1_000, perSecond: 500 };
/** The delays between queries: the first one, then twice as long each time, up to the longest. */
const ASK_MS = { first: 1_000, longest: 60_000 } as const;

export interface DnsSdInit {
  readonly visitor: NearMeVisitor;
  readonly openSubnet: OpenSubnet;
  /** How long others remember this side without a new announcement. */
  readonly ttlSeconds: number;
  readonly scheduler: SchedulerLike;
}

/** Announces this side by DNS-Based Service Discovery over Multicast DNS, and finds others. */
export class DnsSd implements NearMeStay {
  readonly #init: DnsSdInit;
  readonly #neighbours: Neighbours;
  readonly #announcers = new Map<string, LinkAnnouncer>();
  readonly #rateOfOrigin: RateLimiter;
  readonly #rateOfAll: TokenBucket;
  readonly #words: readonly string[];
  readonly #peerName: string;
  #subnet: Subnet | undefined;
  #asking: Subscription | undefined;
  #isClosed = false;

  private constructor(init: DnsSdInit) {
    const { visitor, scheduler } = init;
    const now = (): number => monotonicNow(scheduler);
    this.#init = init;
    this.#peerName = visitor.self().peerName;
    this.#words = ['_beckon', '_dns-sd', this.#peerName.toLowerCase()];
    this.#rateOfOrigin = new RateLimiter(RATE_OF_ORIGIN, now);
    this.#rateOfAll = new TokenBucket(RATE_OF_ALL, now);
    this.#neighbours = new Neighbours({
      knows: (peerName) => visitor.knows(peerName),
      onPerson: (person) => visitor.onPerson(person),
      onGone: (id) => visitor.onGone(id),
      renew: (linkName, peerName) => this.#sendOn(linkName, renewalPacket(peerName)),
      scheduler,
    });
  }

  static async enter(init: DnsSdInit): Promise<DnsSd> {
    const dnsSd = new DnsSd(init);
    dnsSd.#subnet = await init.openSubnet({
      onPacket: (link, source, bytes) => dnsSd.#receive(link, source, bytes),
      onLinkGone: (name) => dnsSd.#loseLink(name),
      onLook: () => dnsSd.refresh(),
    });
    dnsSd.refresh();
    return dnsSd;
  }

  get isConnected(): boolean {
    return [...this.#announcers.values()].some(({ service }) => service !== undefined);
  }

  refresh(): void {
    if (this.#isClosed || this.#subnet === undefined) return;
    const { ttlSeconds, scheduler } = this.#init;
    let hasNewLink = false;
    for (const link of this.#subnet.links) {
      let announcer = this.#announcers.get(link.name);
      if (announcer === undefined) {
        hasNewLink = true;
        const send = (packet: Buffer): void => this.#sendOn(link.name, packet);
        announcer = new LinkAnnouncer({ ttlSeconds, send, scheduler });
        this.#announcers.set(link.name, announcer);
      }
      announcer.update(this.#serviceOn(link));
    }
    if (hasNewLink) this.#ask();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#asking?.unsubscribe();
    for (const announcer of this.#announcers.values()) announcer.goodbye();
    this.#neighbours.close();
    await this.#subnet?.close();
  }

  #serviceOn(link: Link): Service | undefined {
    const links = this.#subnet?.links ?? [];
    const self = this.#init.visitor.self();
    const addresses = self.addresses.filter((address) => isForLink(address, link, links));
    const strings = toStrings({ ...self, addresses });
    if (strings === undefined) return undefined;
    return {
      peerName: self.peerName,
      strings,
      port: portOf(addresses),
      hostAddresses: link.addresses.slice(0, 4),
    };
  }

  #sendOn(linkName: string, packet: Buffer): void {
    const link = this.#subnet?.links.find(({ name }) => name === linkName);
    if (link !== undefined) this.#subnet?.send(link, packet);
  }

  #loseLink(name: string): void {
    this.#announcers.get(name)?.close();
    this.#announcers.delete(name);
    this.#neighbours.linkGone(name);
  }

  /** Sends a query on every link, now and again later. */
  #ask(nextMs: number = ASK_MS.first): void {
    this.#asking?.unsubscribe();
    for (const { name } of this.#subnet?.links ?? []) {
      // People with at least half of their time left need not answer (RFC 6762 §7.1).
      const known = [...this.#neighbours.knownOn(name)].filter(
        ([, seconds]) => seconds > this.#init.ttlSeconds / 2,
      );
      this.#sendOn(name, queryPacket(known));
    }
    this.#asking = this.#init.scheduler.schedule(
      () => this.#ask(Math.min(2 * nextMs, ASK_MS.longest)),
      nextMs,
    );
  }

  #receive(link: Link, source: string, bytes: Buffer): void {
    if (this.#isClosed || !this.#isOfInterest(bytes)) return;
    if (!this.#rateOfOrigin.take(source) || !this.#rateOfAll.take()) return;
    const message = readPacket(bytes);
    if (message?.kind === 'query') this.#answer(link, message);
    if (message?.kind === 'response') this.#learn(link, source, message);
  }

  /** Most packets of a network are about other services, and need not be decoded. */
  #isOfInterest(bytes: Buffer): boolean {
    const text = bytes.toString('latin1').toLowerCase();
    return this.#words.some((word) => text.includes(word));
  }

  #answer(link: Link, { isForAll, peerNames, known }: Query): void {
    const isKnown = (known.get(this.#peerName) ?? 0) >= this.#init.ttlSeconds / 2;
    if (peerNames.has(this.#peerName) || (isForAll && !isKnown)) {
      this.#announcers.get(link.name)?.answer();
    }
  }

  #learn(link: Link, source: string, { statements }: Response): void {
    for (const { peerName, ttlSeconds, strings } of statements) {
      if (peerName === this.#peerName) {
        if (ttlSeconds === 0 || this.#contradicts(link, strings)) {
          this.#announcers.get(link.name)?.answer();
        }
      } else if (ttlSeconds === 0) {
        this.#neighbours.goodbye(link.name, peerName);
      } else if (strings !== undefined) {
        const announcement = fromStrings(peerName, strings, (address) =>
          isPlausible(address, link),
        );
        if (announcement === undefined) continue;
        this.#neighbours.heard(link.name, source, announcement, ttlSeconds);
      }
    }
  }

  /** Whether the strings are another announcement of this side than its own. */
  #contradicts({ name }: Link, strings: readonly Uint8Array[] | undefined): boolean {
    const own = this.#announcers.get(name)?.service?.strings;
    if (own === undefined || strings === undefined) return false;
    return !Buffer.concat(own).equals(Buffer.concat([...strings]));
  }
}

/** The TCP port of the first address that has one. */
function portOf(addresses: readonly string[]): number | undefined {
  for (const address of addresses) {
    const port = multiaddr(address)
      .getComponents()
      .find(({ name }) => name === 'tcp')?.value;
    if (port !== undefined) return Number(port);
  }
  return undefined;
}
