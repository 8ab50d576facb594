import { CollaborationError, type CollaborationErrorCode } from './collaboration-error.ts';

/** One result of the Windows functions. */
export interface Hresult {
  readonly name: string;
  /** Unsigned. FFI layers often give it signed: `value >>> 0`. */
  readonly value: number;
  /** The code that a failure becomes; absent for results that mean success. */
  readonly code?: CollaborationErrorCode;
  readonly meaning: string;
}

/**
 * The documented results of the functions of `P2P.dll`, and the results that the layers below may give.
 * Names and values: `p2p.h`, `winerror.h`; meanings: the Microsoft reference pages.
 */
export const HRESULTS = Object.freeze([
  ok('S_OK', 0x00000000, 'done'),
  ok('PEER_S_NO_EVENT_DATA', 0x00630002, 'no event is waiting'),
  ok('PEER_S_NO_CONNECTIVITY', 0x00630005, 'signed in, without an IPv6 address right now'),
  ok('PEER_S_SUBSCRIPTION_EXISTS', 0x00636000, 'the endpoint is subscribed already'),
  failure('E_OUTOFMEMORY', 0x8007000e, 'OUT_OF_MEMORY', 'out of memory'),
  failure('E_INVALIDARG', 0x80070057, 'INVALID_ARGUMENT', 'an argument is not valid'),
  failure('E_HANDLE', 0x80070006, 'CLOSED', 'the handle is not valid'),
  failure('E_NOTIMPL', 0x80004001, 'NOT_SUPPORTED', 'not implemented'),
  failure('E_ACCESSDENIED', 0x80070005, 'NOT_AUTHORIZED', 'access denied'),
  failure('PEER_E_IPV6_NOT_INSTALLED', 0x80630001, 'SERVICE_UNAVAILABLE', 'IPv6 is not installed'),
  failure('PEER_E_NOT_INITIALIZED', 0x80630002, 'NOT_INITIALIZED', 'startup has not been called'),
  failure(
    'PEER_E_CANNOT_START_SERVICE',
    0x80630003,
    'SERVICE_UNAVAILABLE',
    'a service that is needed cannot be started',
  ),
  failure('PEER_E_NOT_LICENSED', 0x80630004, 'SERVICE_UNAVAILABLE', 'not licensed on this edition'),
  failure(
    'PEER_E_CONNECTION_FAILED',
    0x80630109,
    'UNREACHABLE',
    'no connection, or the recipient takes no invitations',
  ),
  failure(
    'PEER_E_CONNECTION_NOT_AUTHENTICATED',
    0x8063010a,
    'UNREACHABLE',
    'the peer did not prove its identity',
  ),
  failure('PEER_E_CONNECTION_REFUSED', 0x8063010b, 'UNREACHABLE', 'the connection was refused'),
  failure('PEER_E_IDENTITY_NOT_FOUND', 0x80630401, 'NOT_FOUND', 'no such identity'),
  failure('PEER_E_EVENT_HANDLE_NOT_FOUND', 0x80630501, 'CLOSED', 'no such event registration'),
  failure('PEER_E_NOT_AUTHORIZED', 0x80632020, 'NOT_AUTHORIZED', 'not authorized'),
  failure('PEER_E_INVALID_PEER_NAME', 0x80632050, 'INVALID_ARGUMENT', 'the peer name is not valid'),
  failure(
    'PEER_E_UNSUPPORTED_VERSION',
    0x80632090,
    'NOT_SUPPORTED',
    'this version of the interface is not offered',
  ),
  failure(
    'PEER_E_SERVICE_NOT_AVAILABLE',
    0x806320a1,
    'SERVICE_UNAVAILABLE',
    'the collaboration infrastructure is not available, or the process is elevated',
  ),
  failure('PEER_E_CONTACT_NOT_FOUND', 0x80636001, 'NOT_FOUND', 'no such contact'),
  failure('PEER_E_INVITE_CANCELLED', 0x80637000, 'CLOSED', 'the invitation was cancelled'),
  failure(
    'PEER_E_INVITE_RESPONSE_NOT_AVAILABLE',
    0x80637001,
    'NOT_FOUND',
    'the invitation is not answered yet',
  ),
  failure('PEER_E_NOT_SIGNED_IN', 0x80637003, 'NOT_SIGNED_IN', 'not signed in'),
  failure(
    'PEER_E_PRIVACY_DECLINED',
    0x80637004,
    'NOT_AUTHORIZED',
    'the user declined the privacy notice of People Near Me',
  ),
  failure(
    'PEER_E_TIMEOUT',
    0x80637005,
    'UNREACHABLE',
    'nobody answered, or connecting took too long',
  ),
  failure('PEER_E_INVALID_ADDRESS', 0x80637007, 'INVALID_ARGUMENT', 'the address is not valid'),
  failure(
    'PEER_E_FW_EXCEPTION_DISABLED',
    0x80637008,
    'NOT_AUTHORIZED',
    'the firewall exception of the collaboration foundation is off',
  ),
  failure(
    'PEER_E_FW_BLOCKED_BY_POLICY',
    0x80637009,
    'NOT_AUTHORIZED',
    'group policy blocks the firewall exception',
  ),
  failure(
    'PEER_E_FW_BLOCKED_BY_SHIELDS_UP',
    0x8063700a,
    'NOT_AUTHORIZED',
    'the firewall allows no exceptions',
  ),
  failure(
    'PEER_E_FW_DECLINED',
    0x8063700b,
    'NOT_AUTHORIZED',
    'the user declined the firewall exception',
  ),
  failure('PEER_E_NOT_FOUND', 0x80070490, 'NOT_FOUND', 'not found'),
  failure('PEER_E_ALREADY_EXISTS', 0x800700b7, 'ALREADY_EXISTS', 'exists already'),
  failure('PEER_E_DISK_FULL', 0x80070070, 'SERVICE_UNAVAILABLE', 'the disk is full'),
  failure('ERROR_TIMEOUT', 0x800705b4, 'UNREACHABLE', 'nobody answered in time'),
  failure('WSAEAFNOSUPPORT', 0x8007273f, 'UNREACHABLE', 'the address family is not available'),
  failure('WSAENETUNREACH', 0x80072743, 'UNREACHABLE', 'no route to the network'),
  failure('WSAETIMEDOUT', 0x8007274c, 'UNREACHABLE', 'connecting took too long'),
  failure('WSAECONNREFUSED', 0x8007274d, 'UNREACHABLE', 'the connection was refused'),
  failure('WSAEHOSTUNREACH', 0x80072751, 'UNREACHABLE', 'no route to the host'),
  failure(
    'RPC_S_SERVER_UNAVAILABLE',
    0x800706ba,
    'SERVICE_UNAVAILABLE',
    'the collaboration host process is gone',
  ),
  failure(
    'RPC_S_CALL_FAILED',
    0x800706be,
    'SERVICE_UNAVAILABLE',
    'the collaboration host process went away during the call',
  ),
] satisfies readonly Hresult[]);

const byValue: ReadonlyMap<number, Hresult> = new Map(
  HRESULTS.map((entry) => [entry.value, entry]),
);
const byName: ReadonlyMap<string, Hresult> = new Map(HRESULTS.map((entry) => [entry.name, entry]));

/** The entry for a value, signed or unsigned; `undefined` when it is not in {@link HRESULTS}. */
export function findHresult(value: number): Hresult | undefined {
  return byValue.get(value >>> 0);
}

/** The value of a named result. */
export function hresultValue(name: string): number {
  const entry = byName.get(name);
  if (entry === undefined) throw new TypeError(`Not a known HRESULT name: ${name}`);
  return entry.value;
}

/** Whether a result means failure: its top bit is set. */
export function isFailedHresult(value: number): boolean {
  return value >>> 31 === 1;
}

/** The error for a failed result: it names `operation`, the result and its number. */
export function errorFromHresult(operation: string, value: number): CollaborationError {
  const hresult = value >>> 0;
  const entry = findHresult(hresult);
  const number = `0x${hresult.toString(16).toUpperCase().padStart(8, '0')}`;
  return new CollaborationError(
    entry?.code ?? 'UNKNOWN',
    entry === undefined
      ? `${operation} failed: ${number}`
      : `${operation} failed: ${entry.name} (${number}): ${entry.meaning}`,
    { hresult },
  );
}

function ok(name: string, value: number, meaning: string): Hresult {
  return Object.freeze({ name, value, meaning });
}

function failure(
  name: string,
  value: number,
  code: CollaborationErrorCode,
  meaning: string,
): Hresult {
  return Object.freeze({ name, value, code, meaning });
}
