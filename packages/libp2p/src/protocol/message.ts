import { type CancelReason, EMPTY_GUID, type Guid, type Invitation, LIMITS } from '@beckon/core';
import { isFailedHresult } from '@beckon/core/hresults';
import { Frame } from './invitation.generated.ts';
import { bytesFromGuid, guidFromBytes } from './guid-bytes.ts';
import { ProtocolViolation } from './protocol-violation.ts';

/** Why a recipient's side has no answer. */
export type FailureReason = 'unreachable' | 'incompatible' | 'internal' | 'expired';
export type GoodbyeReason = 'closing' | 'idle';

/** An invitation that says how long it waits. */
export type TimedInvitation = Invitation & { readonly expiresInMs: number };

/** What travels on a stream: a frame whose fields have been checked. */
export type Message =
  | { readonly kind: 'hello'; readonly version: number; readonly name?: string }
  | { readonly kind: 'invite'; readonly id: Guid; readonly invitation: TimedInvitation }
  | { readonly kind: 'delivered'; readonly id: Guid }
  | {
      readonly kind: 'answer';
      readonly id: Guid;
      readonly isAccepted: boolean;
      readonly message?: string;
      /** The answering side's own invitations that are accepted with it. */
      readonly agreesTo?: readonly Guid[];
    }
  | { readonly kind: 'confirm'; readonly id: Guid }
  | { readonly kind: 'withdraw'; readonly id: Guid; readonly reason: CancelReason }
  | {
      readonly kind: 'failure';
      readonly id: Guid;
      readonly reason: FailureReason;
      readonly hresult?: number;
    }
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  | { readonly kind: 'goodbye'; readonly reason: GoodbyeReason };

export type MessageOf<Kind extends Message['kind']> = Extract<Message, { kind: Kind }>;

/** How many invitations of its own one answer may agree to. */
export const MAX_AGREED = 8;

/** In the order of their numbers on the wire; a number beyond stands for the first. */
const WITHDRAW_REASONS: readonly [CancelReason, ...CancelReason[]] = [
  'withdrawn',
  'expired',
  'answeredElsewhere',
];
const FAILURE_REASONS: readonly [FailureReason, ...FailureReason[]] = [
  'unreachable',
  'incompatible',
  'internal',
  'expired',
];
const GOODBYE_REASONS: readonly [GoodbyeReason, ...GoodbyeReason[]] = ['closing', 'idle'];

/** The frame of a message. */
export function frameOf(message: Message): Frame {
  switch (message.kind) {
    case 'hello':
      return { hello: { version: message.version, ...optional('name', message.name) } };
    case 'invite': {
      const { applicationId, message: text, data, expiresInMs } = message.invitation;
      return {
        invite: {
          id: bytesFromGuid(message.id),
          applicationId: bytesFromGuid(applicationId),
          expiresInMs,
          ...optional('message', text),
          ...optional('data', data as Uint8Array<ArrayBuffer> | undefined),
        },
      };
    }
    case 'delivered':
      return { delivered: { id: bytesFromGuid(message.id) } };
    case 'answer':
      return {
        answer: {
          id: bytesFromGuid(message.id),
          isAccepted: message.isAccepted,
          agreesTo: (message.agreesTo ?? []).map(bytesFromGuid),
          ...optional('message', message.message),
        },
      };
    case 'confirm':
      return { confirm: { id: bytesFromGuid(message.id) } };
    case 'withdraw':
      return {
        withdraw: {
          id: bytesFromGuid(message.id),
          reason: WITHDRAW_REASONS.indexOf(message.reason),
        },
      };
    case 'failure':
      return {
        failure: {
          id: bytesFromGuid(message.id),
          reason: FAILURE_REASONS.indexOf(message.reason),
          ...optional('hresult', message.hresult),
        },
      };
    case 'ping':
      return { ping: {} };
    case 'pong':
      return { pong: {} };
    case 'goodbye':
      return { goodbye: { reason: GOODBYE_REASONS.indexOf(message.reason) } };
  }
}

/**
 * Decodes one frame and checks its fields. Nothing in the result shares memory with `bytes`.
 * `undefined` for a kind that this version does not know.
 *
 * @throws ProtocolViolation when the bytes are not a frame, or a field breaks a limit.
 */
export function readMessage(bytes: Uint8Array): Message | undefined {
  let frame: Frame;
  try {
    frame = Frame.decode(bytes);
  } catch (error) {
    throw malformed('cannot be decoded', error);
  }
  const kinds = Object.keys(frame).length;
  if (kinds === 0) return undefined;
  if (kinds > 1) throw malformed('is of more than one kind');
  return messageOf(frame);
}

function messageOf(frame: Frame): Message | undefined {
  const { hello, invite, delivered, answer, confirm, withdraw, failure, goodbye } = frame;
  if (hello !== undefined) {
    return { kind: 'hello', version: hello.version, ...checkedText('name', hello.name) };
  }
  if (invite !== undefined) {
    return { kind: 'invite', id: idOf(invite), invitation: invitationOf(invite) };
  }
  if (delivered !== undefined) return { kind: 'delivered', id: idOf(delivered) };
  if (answer !== undefined) {
    const { isAccepted, message, agreesTo } = answer;
    if (agreesTo.length > MAX_AGREED) throw malformed('agrees to too much');
    return {
      kind: 'answer',
      id: idOf(answer),
      isAccepted,
      ...checkedText('message', message),
      ...(agreesTo.length === 0 ? {} : { agreesTo: agreesTo.map((id) => idOf({ id })) }),
    };
  }
  if (confirm !== undefined) return { kind: 'confirm', id: idOf(confirm) };
  if (withdraw !== undefined) {
    const reason = WITHDRAW_REASONS[withdraw.reason] ?? WITHDRAW_REASONS[0];
    return { kind: 'withdraw', id: idOf(withdraw), reason };
  }
  if (failure !== undefined) {
    const { hresult } = failure;
    if (hresult !== undefined && !isFailedHresult(hresult)) throw malformed('fails with success');
    const reason = FAILURE_REASONS[failure.reason] ?? FAILURE_REASONS[0];
    return { kind: 'failure', id: idOf(failure), reason, ...optional('hresult', hresult) };
  }
  if (goodbye !== undefined) {
    return { kind: 'goodbye', reason: GOODBYE_REASONS[goodbye.reason] ?? GOODBYE_REASONS[0] };
  }
  return frame.ping === undefined ? { kind: 'pong' } : { kind: 'ping' };
}

function invitationOf(invite: NonNullable<Frame['invite']>): TimedInvitation {
  const { data, expiresInMs } = invite;
  const applicationId = guidFromBytes(invite.applicationId);
  if (applicationId === undefined || applicationId === EMPTY_GUID) {
    throw malformed('names no application');
  }
  if (data !== undefined && data.length > LIMITS.invitationDataBytes) {
    throw malformed('has too much data');
  }
  if (expiresInMs === 0) throw malformed('has no time left');
  return {
    applicationId,
    expiresInMs,
    ...checkedText('message', invite.message),
    // A copy: the frame's memory is a whole chunk of the network, and invitations wait for minutes.
    ...optional('data', data?.slice()),
  };
}

function idOf({ id }: { readonly id: Uint8Array }): Guid {
  const guid = guidFromBytes(id);
  if (guid === undefined) throw malformed('has an id that is not 16 bytes long');
  return guid;
}

function checkedText<Key extends 'name' | 'message'>(
  key: Key,
  text: string | undefined,
): Partial<Record<Key, string>> {
  if (text === undefined) return {};
  if (text.length > LIMITS.messageUtf16Units) throw malformed(`has a ${key} that is too long`);
  if (text.includes('\0')) throw malformed(`has a ${key} with U+0000`);
  return optional(key, text);
}

function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<Key, Value>>);
}

function malformed(what: string, cause?: unknown): ProtocolViolation {
  return new ProtocolViolation('malformedFrames', `A frame ${what}.`, { cause });
}
