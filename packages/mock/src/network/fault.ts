import type { CollaborationErrorCode } from '@beckon/core';
import type { Operation } from '@beckon/core/adapter';
import type { Duration } from './duration.ts';
import type { MessageKind } from './message.ts';

/** Something that goes wrong. A member that is left out matches everything. */
export type Fault = MessageFault | SignalFault | CallFault;

interface Occurrence {
  /**
   * The probability that the fault happens at a match, from 0 to 1, drawn from the network's seed.
   * Default 1.
   */
  readonly probability?: number;
  /** How many times the fault happens before it is removed. Default: no limit. */
  readonly times?: number;
}

/**
 * A fault of a message between two sides.
 *
 * | type | effect |
 * |---|---|
 * | `drop` | the message never arrives, and no side is told |
 * | `delay` | the message arrives `ms` later, and the messages behind it on that link wait |
 * | `crash` | the receiving side crashes when the message arrives, and does not read it |
 */
export type MessageFault = Occurrence & {
  /** The kind of message. */
  readonly message?: MessageKind;
  /** Address of the side that sends the message. */
  readonly from?: string;
  /** Address of the side that receives the message. */
  readonly to?: string;
  /** Address of either side. */
  readonly peer?: string;
} & ({ readonly type: 'drop' | 'crash' } | { readonly type: 'delay'; readonly ms: Duration });

/**
 * A fault of the events of an adapter.
 *
 * | type | effect |
 * |---|---|
 * | `duplicateSignal` | each signal comes twice |
 * | `spuriousSignal` | an event that an adapter is given is signalled `afterMs` later, though nothing has changed |
 */
export type SignalFault = Occurrence & {
  /** Address of the side that the event belongs to. */
  readonly peer?: string;
} & (
    | { readonly type: 'duplicateSignal' }
    | { readonly type: 'spuriousSignal'; /** Default 0. */ readonly afterMs?: Duration }
  );

/** `reject`: a call of an adapter fails with `code`, and does nothing. */
export type CallFault = Occurrence & {
  readonly type: 'reject';
  /** Address of the side that calls. */
  readonly peer?: string;
  readonly call?: AdapterCall;
  readonly code: CollaborationErrorCode;
  readonly hresult?: number;
};

/**
 * The calls of a mock adapter that can be made to fail: its table functions, those of its handles,
 * and `open`.
 */
export type AdapterCall =
  | 'open'
  | Operation
  | `InvitationHandle.${'response' | 'cancel' | 'close'}`
  | `ChannelHandle.${'next' | 'send' | 'close'}`
  | `ChangeQueue.${'next' | 'close'}`
  | 'ObjectHandle.close'
  | `EndpointSubscription.${'isNew' | 'close'}`;

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
  'inbox.fail': true,
  'channels.open': true,
  'ChannelHandle.next': true,
  'ChannelHandle.send': true,
  'ChannelHandle.close': true,
  'ChangeQueue.next': true,
  'ChangeQueue.close': true,
  'identity.contact': true,
  'identity.card': true,
  'identity.endpoints': true,
  'identity.name': true,
  'identity.setName': true,
  'visibility.signIn': true,
  'visibility.signOut': true,
  'visibility.scope': true,
  'peopleNearMe.list': true,
  'contacts.list': true,
  'contacts.get': true,
  'contacts.add': true,
  'contacts.update': true,
  'contacts.delete': true,
  'contacts.export': true,
  'contacts.parse': true,
  'contacts.endpoints': true,
  'presence.own': true,
  'presence.setOwn': true,
  'presence.at': true,
  'applications.register': true,
  'applications.unregister': true,
  'applications.registration': true,
  'applications.registrations': true,
  'applications.own': true,
  'applications.at': true,
  'objects.publish': true,
  'objects.own': true,
  'objects.at': true,
  'ObjectHandle.close': true,
  'endpointData.refresh': true,
  'endpointData.delete': true,
  'endpointData.subscribe': true,
  'endpointData.contactCard': true,
  'EndpointSubscription.isNew': true,
  'EndpointSubscription.close': true,
  'events.changes': true,
  'launch.launchInfo': true,
} satisfies Readonly<Record<AdapterCall, true>>);
