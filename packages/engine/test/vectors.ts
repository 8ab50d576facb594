import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CancelReason, Guid, PresenceStatus, Scope } from '@beckon/core';
import type { ChannelFrame, RefusalReason } from '../src/wire/channel-frame.ts';
import type { DirectoryMessage } from '../src/wire/directory-message.ts';
import { readGuid } from '../src/wire/guid-bytes.ts';
import type { FailureReason, GoodbyeReason, Message } from '../src/wire/message.ts';

/** A frame of `vectors/frames.json`, or of `vectors/channel-frames.json`. */
export interface FrameVector<Content = VectorMessage> {
  readonly name: string;
  readonly bytes: string;
  readonly reader: 'accept' | 'ignore' | 'malformed' | 'too long';
  readonly message?: Content;
  readonly writer?: true;
}

/** A message as the vectors write it: the fields of `invitation.proto`, with bytes in hexadecimal. */
export interface VectorMessage {
  readonly hello?: { readonly version: number; readonly name?: string };
  readonly invite?: Id &
    Content & { readonly application_id: string; readonly expires_in_ms: number };
  readonly delivered?: Id;
  readonly answer?: Id &
    Content & { readonly is_accepted: boolean; readonly agrees_to?: readonly string[] };
  readonly confirm?: Id;
  readonly withdraw?: Id & { readonly reason: number };
  readonly failure?: Id & { readonly reason: number; readonly hresult?: number };
  readonly ping?: object;
  readonly pong?: object;
  readonly goodbye?: { readonly reason: number };
  readonly watch?: WatchNumber;
  readonly unwatch?: object;
  readonly state?: WatchNumber;
  readonly endpoint?: { readonly name?: string; readonly card?: string };
  readonly presence?: { readonly status: number; readonly text?: string };
  readonly application?: Id & { readonly description?: string; readonly data?: string };
  readonly application_removed?: Id;
  readonly object?: Id & { readonly scope: number; readonly data: string };
  readonly object_removed?: Id;
  readonly state_end?: object;
  readonly watch_end?: WatchNumber;
}

interface WatchNumber {
  readonly watch: number;
}

/** A frame of a channel as the vectors write it: the fields of `channel.proto`, with bytes in hexadecimal. */
export interface VectorChannelFrame {
  readonly open?: { readonly version: number; readonly invitation_id: string };
  readonly opened?: object;
  readonly refused?: { readonly reason: number };
  readonly message?: string;
  readonly credit?: { readonly bytes: number };
  readonly end?: object;
  readonly ping?: object;
  readonly pong?: object;
}

interface Id {
  readonly id: string;
}

interface Content {
  readonly message?: string;
  readonly data?: string;
}

const WITHDRAW_REASONS: readonly CancelReason[] = ['withdrawn', 'expired', 'answeredElsewhere'];
const FAILURE_REASONS: readonly FailureReason[] = [
  'unreachable',
  'incompatible',
  'internal',
  'expired',
];
const REFUSAL_REASONS: readonly RefusalReason[] = ['unreachable', 'failed'];
const STATUSES: readonly PresenceStatus[] = [
  'online',
  'outToLunch',
  'away',
  'beRightBack',
  'idle',
  'busy',
  'onThePhone',
];
const SCOPES: readonly Scope[] = ['all', 'nearMe', 'internet'];
const GOODBYE_REASONS: readonly GoodbyeReason[] = ['closing', 'idle'];

/** Reads a file of the folder `vectors`. The tests run in the folder of the package. */
export function readVectors(name: string): unknown {
  return JSON.parse(readFileSync(path.join(process.cwd(), 'test', 'vectors', name), 'utf8'));
}

/** The bytes of hexadecimal text, in which `00*3` stands for `000000`. */
export function bytesOf(text: string): Uint8Array {
  const digits = text.split(' ').map((part) => {
    const [hex = '', times = '1'] = part.split('*');
    return hex.repeat(Number(times));
  });
  return Uint8Array.from(Buffer.from(digits.join(''), 'hex'));
}

export function guidOf(hex: string): Guid {
  return readGuid(bytesOf(hex));
}

export function hexOf(guid: Guid): string {
  return guid.replaceAll('-', '');
}

/** What the engine has for a message of the vectors. */
export function messageOf(vector: VectorMessage): Message {
  const { hello, invite, delivered, answer, confirm, withdraw, failure, ping, goodbye } = vector;
  if (hello) return { kind: 'hello', ...hello };
  if (invite) {
    const { id, application_id, expires_in_ms, ...content } = invite;
    const invitation = {
      applicationId: guidOf(application_id),
      expiresInMs: expires_in_ms,
      ...contentOf(content),
    };
    return { kind: 'invite', id: guidOf(id), invitation };
  }
  if (delivered) return { kind: 'delivered', id: guidOf(delivered.id) };
  if (answer) {
    const { id, is_accepted: isAccepted, agrees_to: agreesTo, ...content } = answer;
    return {
      kind: 'answer',
      id: guidOf(id),
      isAccepted,
      ...contentOf(content),
      ...(agreesTo === undefined ? {} : { agreesTo: agreesTo.map(guidOf) }),
    };
  }
  if (confirm) return { kind: 'confirm', id: guidOf(confirm.id) };
  if (withdraw) {
    const reason = nth(WITHDRAW_REASONS, withdraw.reason);
    return { kind: 'withdraw', id: guidOf(withdraw.id), reason };
  }
  if (failure) {
    const { id, reason, ...details } = failure;
    return { kind: 'failure', id: guidOf(id), reason: nth(FAILURE_REASONS, reason), ...details };
  }
  if (goodbye) return { kind: 'goodbye', reason: nth(GOODBYE_REASONS, goodbye.reason) };
  if (ping) return { kind: 'ping' };
  return vector.pong ? { kind: 'pong' } : directoryMessageOf(vector);
}

function directoryMessageOf(vector: VectorMessage): DirectoryMessage {
  const { watch, unwatch, state, endpoint, presence, application, object, state_end } = vector;
  if (watch) return { kind: 'watch', ...watch };
  if (unwatch) return { kind: 'unwatch' };
  if (state) return { kind: 'state', ...state };
  if (endpoint) return { kind: 'endpoint', ...endpoint };
  if (presence) {
    return { kind: 'presence', presence: { ...presence, status: nth(STATUSES, presence.status) } };
  }
  if (application) {
    const { id, data, ...description } = application;
    const bytes = data === undefined ? {} : { data: bytesOf(data) };
    return { kind: 'application', application: { id: guidOf(id), ...description, ...bytes } };
  }
  if (object) {
    const { id, scope, data } = object;
    const publicationScope = nth(SCOPES, scope);
    return {
      kind: 'object',
      object: { id: guidOf(id), data: bytesOf(data), publicationScope },
    };
  }
  const { application_removed, object_removed, watch_end } = vector;
  if (application_removed)
    return { kind: 'applicationRemoved', id: guidOf(application_removed.id) };
  if (object_removed) return { kind: 'objectRemoved', id: guidOf(object_removed.id) };
  if (watch_end) return { kind: 'watchEnd', ...watch_end };
  if (state_end) return { kind: 'stateEnd' };
  throw new TypeError('The vector names no kind.');
}

/** What the engine has for a frame of the vectors. */
export function channelFrameOf(vector: VectorChannelFrame): ChannelFrame {
  const { open, opened, refused, message, credit, end, ping } = vector;
  if (open) {
    return { kind: 'open', version: open.version, invitationId: guidOf(open.invitation_id) };
  }
  if (opened) return { kind: 'opened' };
  if (refused) return { kind: 'refused', reason: nth(REFUSAL_REASONS, refused.reason) };
  if (message !== undefined) return { kind: 'message', data: bytesOf(message) };
  if (credit) return { kind: 'credit', bytes: credit.bytes };
  if (end) return { kind: 'end' };
  return { kind: ping ? 'ping' : 'pong' };
}

function contentOf({ message, data }: Content) {
  return {
    ...(message === undefined ? {} : { message }),
    ...(data === undefined ? {} : { data: bytesOf(data) }),
  };
}

function nth<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`There is no reason ${index}.`);
  return value;
}
