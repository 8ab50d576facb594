import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, type Question } from 'dns-packet';
import { isIPv4 } from 'node:net';

/** The service type of people near me (RFC 6763). */
const SERVICE = '_beckon._tcp.local';
/** The name under which browsers ask for all service types. */
const ALL_SERVICES = '_services._dns-sd._udp.local';
/** The longest packet that Multicast DNS allows. */
const MAX_PACKET_BYTES = 9_000;
/** A packet with more records than this is ignored. */
const MAX_RECORDS = 256;
/** The most known answers of a query, which stays within one Ethernet frame that way. */
const MAX_KNOWN_ANSWERS = 12;
/** The port of a side without a TCP port. Readers should use the addresses of the TXT record. */
const NO_PORT = 9;

/** The announcement of one side on one link. */
export interface Service {
  /** The instance name. */
  readonly peerName: string;
  readonly strings: readonly Buffer[];
  readonly port: number | undefined;
  /** IP addresses of the host on the link. */
  readonly hostAddresses: readonly string[];
}

/** A query about people, with the answers that the asker knows already. */
export interface Query {
  readonly kind: 'query';
  /** Whether everybody should answer. */
  readonly isForAll: boolean;
  /** The people about whom the TXT record is asked. */
  readonly peerNames: ReadonlySet<string>;
  /** The people who need not answer a query for all, with the seconds that are left of their records. */
  readonly known: ReadonlyMap<string, number>;
}

/** The records about one person. */
export interface Statement {
  readonly peerName: string;
  /** 0: the person has left. */
  readonly ttlSeconds: number;
  /** `undefined`: the packet has only the time to live. */
  readonly strings: readonly Uint8Array[] | undefined;
}

export interface Response {
  readonly kind: 'response';
  readonly statements: readonly Statement[];
}

/** An announcement of a side. With a time to live of 0 it is a goodbye. */
export function announcementPacket(service: Service, ttlSeconds: number): Buffer {
  const { peerName, strings, port = NO_PORT, hostAddresses } = service;
  const instance = `${peerName}.${SERVICE}`;
  const host = `${peerName}.local`;
  const own = { ttl: ttlSeconds, flush: true } as const;
  const answers: Answer[] = [
    { type: 'PTR', name: SERVICE, ttl: ttlSeconds, data: instance },
    { type: 'SRV', name: instance, ...own, data: { port, target: host } },
    { type: 'TXT', name: instance, ...own, data: [...strings] },
    ...hostAddresses.map((address): Answer => ({
      type: isIPv4(address) ? 'A' : 'AAAA',
      name: host,
      ...own,
      data: address,
    })),
    { type: 'PTR', name: ALL_SERVICES, ttl: ttlSeconds, data: SERVICE },
  ];
  // The service type stays: other instances of it may still be there.
  if (ttlSeconds === 0) answers.pop();
  return encode({ type: 'response', flags: AUTHORITATIVE_ANSWER, answers });
}

/** A query for all people. */
export function queryPacket(
  known: Iterable<readonly [peerName: string, ttlSeconds: number]>,
): Buffer {
  const answers: Answer[] = [];
  for (const [peerName, ttl] of known) {
    if (answers.length === MAX_KNOWN_ANSWERS) break;
    answers.push({ type: 'PTR', name: SERVICE, ttl, data: `${peerName}.${SERVICE}` });
  }
  return encode({ type: 'query', questions: [{ type: 'PTR', name: SERVICE }], answers });
}

/** A query for one person, who may have left. */
export function renewalPacket(peerName: string): Buffer {
  return encode({ type: 'query', questions: [{ type: 'TXT', name: `${peerName}.${SERVICE}` }] });
}

/** Reads a packet. `undefined` for a packet that is not about people, or cannot be read. */
export function readPacket(bytes: Buffer): Query | Response | undefined {
  if (bytes.length < 12 || bytes.length > MAX_PACKET_BYTES || recordsOf(bytes) > MAX_RECORDS) {
    return undefined;
  }
  try {
    const { type, questions = [], answers = [], additionals = [] } = decode(bytes);
    return type === 'query'
      ? queryOf(questions, answers)
      : responseOf([...answers, ...additionals]);
  } catch {
    return undefined;
  }
}

function queryOf(questions: readonly Question[], answers: readonly Answer[]): Query | undefined {
  const peerNames = new Set<string>();
  let isForAll = false;
  for (const { name } of questions) {
    if (isSame(name, SERVICE) || isSame(name, ALL_SERVICES)) isForAll = true;
    else addIfDefined(peerNames, instanceOf(name) ?? hostOwner(name));
  }
  if (!isForAll && peerNames.size === 0) return undefined;
  const known = new Map<string, number>();
  for (const { peerName, ttlSeconds } of statementsOf(answers)) known.set(peerName, ttlSeconds);
  return { kind: 'query', isForAll, peerNames, known };
}

function responseOf(answers: readonly Answer[]): Response | undefined {
  const statements = [...statementsOf(answers)];
  return statements.length === 0 ? undefined : { kind: 'response', statements };
}

function* statementsOf(answers: readonly Answer[]): Generator<Statement> {
  for (const answer of answers) {
    if (answer.type === 'PTR' && isSame(answer.name, SERVICE)) {
      const peerName = instanceOf(answer.data);
      if (peerName !== undefined) {
        yield { peerName, ttlSeconds: answer.ttl ?? 0, strings: undefined };
      }
    }
    if (answer.type === 'TXT') {
      const peerName = instanceOf(answer.name);
      if (peerName !== undefined) {
        yield { peerName, ttlSeconds: answer.ttl ?? 0, strings: bytesOf(answer.data) };
      }
    }
  }
}

/** The decoder gives a list of buffers, whatever its type says. */
function bytesOf(data: unknown): readonly Uint8Array[] {
  return Array.isArray(data) ? data.filter((item) => item instanceof Uint8Array) : [];
}

function instanceOf(name: string): string | undefined {
  return before(name, `.${SERVICE}`);
}

function hostOwner(name: string): string | undefined {
  return before(name, '.local');
}

function before(name: string, end: string): string | undefined {
  const length = name.length - end.length;
  return length > 0 && isSame(name.slice(length), end) ? name.slice(0, length) : undefined;
}

function isSame(name: string, other: string): boolean {
  return name.length === other.length && name.toLowerCase() === other;
}

function addIfDefined<T>(set: Set<T>, item: T | undefined): void {
  if (item !== undefined) set.add(item);
}

/** The number of records that a packet claims to have. The decoder would trust it. */
function recordsOf(bytes: Buffer): number {
  return [4, 6, 8, 10].reduce((count, offset) => count + bytes.readUInt16BE(offset), 0);
}
