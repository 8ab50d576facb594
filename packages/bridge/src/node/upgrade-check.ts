import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { SUBPROTOCOL, TOKEN_PREFIX } from '../pipes/web-socket-pipe.ts';

/** The conditions on which a client is let in. */
export interface UpgradeRules {
  readonly path: string;
  readonly token: string;
  /** The origins of the pages that may connect. Empty: programs only, which send no origin. */
  readonly origins: ReadonlySet<string>;
}

const LOOPBACK_NAMES = ['127.0.0.1', '[::1]', 'localhost'];

/** The name by which clients reach a server that listens on `address`; `undefined` when they are not let in there. */
export function loopbackName(address: string): string | undefined {
  if (address === '0.0.0.0') return '127.0.0.1';
  // Every IPv6 address of this machine. Those of IPv4 may be missing.
  if (address === '::') return '[::1]';
  const name = address.includes(':') ? `[${address}]` : address;
  return LOOPBACK_NAMES.find((known) => known === name);
}

/** The HTTP status of a request that is refused. */
export type Refusal = 400 | 401 | 403 | 404 | 421 | 503;

/**
 * Checks a request to upgrade to a WebSocket. It must meet every condition:
 *
 * - The connection is on loopback, at both ends.
 * - `Host` names loopback. A page under a DNS name that an attacker has pointed here (DNS rebinding) sends that name.
 * - `Origin` is on the list, or absent. A page cannot leave it out. A program can, and could send any origin as well.
 * - The token is right.
 *
 * @returns the status to refuse it with, or `undefined`.
 */
export function refusalOf(request: IncomingMessage, rules: UpgradeRules): Refusal | undefined {
  const { headers, socket, url } = request;
  if (!isLoopback(socket.remoteAddress) || !isLoopback(socket.localAddress)) return 403;
  if (!namesLoopback(headers.host, socket.localPort)) return 421;
  if (url !== rules.path) return 404;
  if (headers.origin !== undefined && !rules.origins.has(headers.origin)) return 403;
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (!protocols.includes(SUBPROTOCOL)) return 400;
  const token = protocols.find((name) => name.startsWith(TOKEN_PREFIX));
  const isRight =
    token !== undefined && isSameSecret(token.slice(TOKEN_PREFIX.length), rules.token);
  return isRight ? undefined : 401;
}

/** Whether an address is reached from this machine only. */
function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/.test(address);
}

function namesLoopback(host: string | undefined, port: number | undefined): boolean {
  return LOOPBACK_NAMES.some(
    (name) => host === `${name}:${port ?? ''}` || (port === 80 && host === name),
  );
}

/** Compares in constant time, so that the time tells nothing of the secrets. */
function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
