import type { CollaborationErrorCode } from '@beckon/core';
import type { Operation } from '@beckon/core/adapter';
import type { Duration } from './duration.ts';
import type { MessageKind } from './message.ts';

/** What can go wrong. Everything that is left out matches everything. */
export type Fault = MessageFault | SignalFault | CallFault;

interface Occasions {
  /** How often it happens where it matches, from 0 to 1, drawn from the network's seed. Default 1. */
  readonly probability?: number;
  /** After how many times it is over. Default: never. */
  readonly times?: number;
}

/**
 * What happens to a message between two sides.
 *
 * | type | effect |
 * |---|---|
 * | `drop` | it never arrives, and nobody is told |
 * | `delay` | it arrives `ms` later; the messages behind it on that link wait |
 * | `crash` | the side that it is for crashes in place of reading it |
 */
export type MessageFault = Occasions & {
  /** Which kind of message. */
  readonly message?: MessageKind;
  /** Address of the side that wrote it. */
  readonly from?: string;
  /** Address of the side that it is for. */
  readonly to?: string;
  /** Address of either side. */
  readonly peer?: string;
} & ({ readonly type: 'drop' | 'crash' } | { readonly type: 'delay'; readonly ms: Duration });

/**
 * What happens to the events of an adapter.
 *
 * | type | effect |
 * |---|---|
 * | `duplicateSignal` | each signal comes twice |
 * | `spuriousSignal` | an event that an adapter is given is signalled `afterMs` later, though nothing has changed |
 */
export type SignalFault = Occasions & {
  /** Address of the side whose event it is. */
  readonly peer?: string;
} & (
    | { readonly type: 'duplicateSignal' }
    | { readonly type: 'spuriousSignal'; /** Default 0. */ readonly afterMs?: Duration }
  );

/** `reject`: a call of an adapter fails with `code`, and does nothing. */
export type CallFault = Occasions & {
  readonly type: 'reject';
  /** Address of the side that calls. */
  readonly peer?: string;
  readonly call?: AdapterCall;
  readonly code: CollaborationErrorCode;
  readonly hresult?: number;
};

/** The calls of a mock adapter that can be made to fail: its table functions, those of its handles, and `open`. */
export type AdapterCall =
  | 'open'
  | Extract<Operation, `${'invitations' | 'inbox' | 'identity'}.${string}`>
  | `InvitationHandle.${'response' | 'cancel' | 'close'}`
  | `ChangeQueue.${'next' | 'close'}`;

/** The calls of {@link AdapterCall}. A call that is missing here does not compile. */
export const ADAPTER_CALLS: readonly string[] = Object.keys({
  open: true,
  'invitations.inviteEndpoint': true,
  'invitations.inviteContact': true,
  'invitations.sendToEndpoint': true,
  'invitations.sendToContact': true,
  'InvitationHandle.response': true,
  'InvitationHandle.cancel': true,
  'InvitationHandle.close': true,
  'inbox.changes': true,
  'inbox.status': true,
  'inbox.accept': true,
  'inbox.decline': true,
  'ChangeQueue.next': true,
  'ChangeQueue.close': true,
  'identity.contact': true,
  'identity.card': true,
  'identity.endpoints': true,
  'identity.name': true,
  'identity.setName': true,
} satisfies Readonly<Record<AdapterCall, true>>);
