import { type CancelReason, EMPTY_GUID, type Guid, type Invitation, LIMITS } from '@beckon/core';
import { isFailedHresult } from '@beckon/core/hresults';
import type { ByteWriter } from './byte-writer.ts';
import {
  DIRECTORY_READERS,
  type DirectoryMessage,
  writeDirectoryFields,
} from './directory-message.ts';
import { FieldReader, malformed, presentId, readId } from './field-reader.ts';

/** The reason why a recipient's side gives no answer. */
export type FailureReason = 'unreachable' | 'incompatible' | 'internal' | 'expired';
export type GoodbyeReason = 'closing' | 'idle';

/** An invitation that says how long it waits. */
export type TimedInvitation = Invitation & { readonly expiresInMs: number };

/** A frame on a stream, with checked fields. */
export type Message =
  | { readonly kind: 'hello'; readonly version: number; readonly name?: string }
  | { readonly kind: 'invite'; readonly id: Guid; readonly invitation: TimedInvitation }
  | { readonly kind: 'delivered'; readonly id: Guid }
  | {
      readonly kind: 'answer';
      readonly id: Guid;
      readonly isAccepted: boolean;
      readonly message?: string;
      readonly data?: Uint8Array;
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
  | { readonly kind: 'goodbye'; readonly reason: GoodbyeReason }
  | DirectoryMessage;

export type MessageKind = Message['kind'];
export type MessageOf<Kind extends MessageKind> = Extract<Message, { kind: Kind }>;

/** How many invitations of its own one answer may agree to. */
export const MAX_AGREED = 8;

/** In the order of their numbers on the wire. An unknown number stands for the first. */
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

/** The numbers of the kinds in `Frame`, as in `invitation.proto`. */
const KIND_FIELDS = {
  hello: 1,
  invite: 2,
  delivered: 3,
  answer: 4,
  confirm: 5,
  withdraw: 6,
  failure: 7,
  ping: 8,
  pong: 9,
  goodbye: 10,
  watch: 11,
  unwatch: 12,
  state: 13,
  endpoint: 14,
  presence: 15,
  application: 16,
  applicationRemoved: 17,
  object: 18,
  objectRemoved: 19,
  stateEnd: 20,
  watchEnd: 21,
} as const satisfies Readonly<Record<MessageKind, number>>;

/** Writes a message as a frame, with its length before it. */
export function writeMessage(writer: ByteWriter, message: Message): void {
  writer.delimited(() =>
    writer.nested(KIND_FIELDS[message.kind], () => writeFields(writer, message)),
  );
}

function writeFields(writer: ByteWriter, message: Message): void {
  switch (message.kind) {
    case 'hello':
      writer.number(1, message.version);
      return writer.text(2, message.name);
    case 'invite': {
      const { applicationId, message: text, data, expiresInMs } = message.invitation;
      writer.guid(1, message.id);
      writer.guid(2, applicationId);
      writer.text(3, text);
      writer.bytes(4, data);
      return writer.number(5, expiresInMs);
    }
    case 'delivered':
    case 'confirm':
      return writer.guid(1, message.id);
    case 'answer':
      writer.guid(1, message.id);
      writer.number(2, message.isAccepted ? 1 : 0);
      writer.text(3, message.message);
      for (const id of message.agreesTo ?? []) writer.guid(4, id);
      return writer.bytes(5, message.data);
    case 'withdraw':
      writer.guid(1, message.id);
      return writer.number(2, WITHDRAW_REASONS.indexOf(message.reason));
    case 'failure':
      writer.guid(1, message.id);
      writer.number(2, FAILURE_REASONS.indexOf(message.reason));
      return writer.number(3, message.hresult);
    case 'ping':
    case 'pong':
      return undefined;
    case 'goodbye':
      return writer.number(1, GOODBYE_REASONS.indexOf(message.reason));
    default:
      return writeDirectoryFields(writer, message);
  }
}

/**
 * Reads one frame, without its length, and checks its fields. Nothing in the result shares memory with
 * `bytes`. `undefined` for a kind that this version does not know.
 *
 * @throws ProtocolViolation when the bytes are not a frame, or a field breaks a limit.
 */
export function readMessage(bytes: Uint8Array): Message | undefined {
  const frame = new FieldReader(bytes);
  let message: Message | undefined;
  while (frame.next()) {
    const read = READERS.get(frame.field);
    if (read === undefined) continue;
    if (message !== undefined) throw malformed('is of more than one kind');
    message = read(frame.nested());
  }
  return message;
}

const READERS: ReadonlyMap<number, (fields: FieldReader) => Message> = /* @__PURE__ */ new Map([
  [KIND_FIELDS.hello, readHello],
  [KIND_FIELDS.invite, readInvite],
  [KIND_FIELDS.delivered, (fields) => ({ kind: 'delivered', id: readId(fields) })],
  [KIND_FIELDS.answer, readAnswer],
  [KIND_FIELDS.confirm, (fields) => ({ kind: 'confirm', id: readId(fields) })],
  [KIND_FIELDS.withdraw, readWithdraw],
  [KIND_FIELDS.failure, readFailure],
  [KIND_FIELDS.ping, (fields) => readEmpty('ping', fields)],
  [KIND_FIELDS.pong, (fields) => readEmpty('pong', fields)],
  [KIND_FIELDS.goodbye, readGoodbye],
  ...DIRECTORY_READERS.map(([kind, read]) => [KIND_FIELDS[kind], read]),
] as [number, (fields: FieldReader) => Message][]);

function readHello(fields: FieldReader): Message {
  let version = 0;
  let name: string | undefined;
  while (fields.next()) {
    if (fields.field === 1) version = fields.number();
    else if (fields.field === 2) name = fields.text(LIMITS.endpointNameUtf16Units);
  }
  // An empty name counts as no name.
  return { kind: 'hello', version, ...(name === undefined || name === '' ? {} : { name }) };
}

function readInvite(fields: FieldReader): Message {
  let id: Guid | undefined;
  let applicationId: Guid | undefined;
  let message: string | undefined;
  let data: Uint8Array | undefined;
  let expiresInMs = 0;
  while (fields.next()) {
    switch (fields.field) {
      case 1:
        id = fields.guid();
        break;
      case 2:
        applicationId = fields.guid();
        break;
      case 3:
        message = fields.text(LIMITS.messageUtf16Units);
        break;
      case 4:
        data = fields.bytes(LIMITS.invitationDataBytes);
        break;
      case 5:
        expiresInMs = fields.number();
        break;
    }
  }
  if (applicationId === undefined || applicationId === EMPTY_GUID) {
    throw malformed('names no application');
  }
  if (expiresInMs === 0) throw malformed('has no time left');
  const invitation = {
    applicationId,
    expiresInMs,
    ...(message === undefined ? {} : { message }),
    ...(data === undefined ? {} : { data }),
  };
  return { kind: 'invite', id: presentId(id), invitation };
}

function readAnswer(fields: FieldReader): Message {
  let id: Guid | undefined;
  let isAccepted = false;
  let message: string | undefined;
  let data: Uint8Array | undefined;
  const agreesTo: Guid[] = [];
  while (fields.next()) {
    switch (fields.field) {
      case 1:
        id = fields.guid();
        break;
      case 2:
        isAccepted = fields.boolean();
        break;
      case 3:
        message = fields.text(LIMITS.messageUtf16Units);
        break;
      case 4:
        if (agreesTo.push(fields.repeatedGuid()) > MAX_AGREED)
          throw malformed('agrees to too much');
        break;
      case 5:
        data = fields.bytes(LIMITS.invitationDataBytes);
        break;
    }
  }
  return {
    kind: 'answer',
    id: presentId(id),
    isAccepted,
    ...(message === undefined ? {} : { message }),
    ...(data === undefined ? {} : { data }),
    ...(agreesTo.length === 0 ? {} : { agreesTo }),
  };
}

function readWithdraw(fields: FieldReader): Message {
  let id: Guid | undefined;
  let reason = 0;
  while (fields.next()) {
    if (fields.field === 1) id = fields.guid();
    else if (fields.field === 2) reason = fields.number();
  }
  return {
    kind: 'withdraw',
    id: presentId(id),
    reason: WITHDRAW_REASONS[reason] ?? WITHDRAW_REASONS[0],
  };
}

function readFailure(fields: FieldReader): Message {
  let id: Guid | undefined;
  let reason = 0;
  let hresult: number | undefined;
  while (fields.next()) {
    if (fields.field === 1) id = fields.guid();
    else if (fields.field === 2) reason = fields.number();
    else if (fields.field === 3) hresult = fields.number();
  }
  if (hresult !== undefined && !isFailedHresult(hresult)) throw malformed('fails with success');
  return {
    kind: 'failure',
    id: presentId(id),
    reason: FAILURE_REASONS[reason] ?? FAILURE_REASONS[0],
    ...(hresult === undefined ? {} : { hresult }),
  };
}

function readGoodbye(fields: FieldReader): Message {
  let reason = 0;
  while (fields.next()) if (fields.field === 1) reason = fields.number();
  return { kind: 'goodbye', reason: GOODBYE_REASONS[reason] ?? GOODBYE_REASONS[0] };
}

function readEmpty(kind: 'ping' | 'pong', fields: FieldReader): Message {
  while (fields.next());
  return { kind };
}
