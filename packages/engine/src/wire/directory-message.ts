import {
  type Application,
  type CollaborationObject,
  EMPTY_GUID,
  type Guid,
  LIMITS,
  type Presence,
  type PresenceStatus,
  type Scope,
} from '@beckon/core';
import type { ByteWriter } from './byte-writer.ts';
import { type FieldReader, malformed, optional, presentId, readId } from './field-reader.ts';

/** A message about what one side shows of itself to a peer that watches it. */
export type DirectoryMessage =
  /** This side wants to see the peer. It counts its watches on the link. */
  | { readonly kind: 'watch'; readonly watch: number }
  | { readonly kind: 'unwatch' }
  /** The following messages answer the peer's watch: the whole state, up to `stateEnd`, and then each change. */
  | { readonly kind: 'state'; readonly watch: number }
  | { readonly kind: 'endpoint'; readonly name?: string; readonly card?: string }
  | { readonly kind: 'presence'; readonly presence: Presence }
  | { readonly kind: 'application'; readonly application: Application }
  | { readonly kind: 'applicationRemoved'; readonly id: Guid }
  | { readonly kind: 'object'; readonly object: CollaborationObject }
  | { readonly kind: 'objectRemoved'; readonly id: Guid }
  | { readonly kind: 'stateEnd' }
  /** The peer's watch shows nothing, or has ended. */
  | { readonly kind: 'watchEnd'; readonly watch: number };

export type DirectoryMessageKind = DirectoryMessage['kind'];

/** Longest card on the wire, in UTF-16 units. A frame then has room for the name too. */
export const MAX_SHOWN_CARD_UNITS = 16_384;

/** In the order of their numbers on the wire. An unknown number stands for the first. `offline` has no number. */
const STATUSES: readonly [PresenceStatus, ...PresenceStatus[]] = [
  'online',
  'outToLunch',
  'away',
  'beRightBack',
  'idle',
  'busy',
  'onThePhone',
];
const SCOPES: readonly [Scope, ...Scope[]] = ['all', 'nearMe', 'internet'];

export function writeDirectoryFields(writer: ByteWriter, message: DirectoryMessage): void {
  switch (message.kind) {
    case 'watch':
    case 'state':
    case 'watchEnd':
      return writer.number(1, message.watch);
    case 'unwatch':
    case 'stateEnd':
      return undefined;
    case 'endpoint':
      writer.text(1, message.name);
      return writer.text(2, message.card);
    case 'presence':
      writer.number(1, STATUSES.indexOf(message.presence.status));
      return writer.text(2, message.presence.text);
    case 'application':
      writer.guid(1, message.application.id);
      writer.text(2, message.application.description);
      return writer.bytes(3, message.application.data);
    case 'object':
      writer.guid(1, message.object.id);
      writer.number(2, SCOPES.indexOf(message.object.publicationScope));
      return writer.bytes(3, message.object.data);
    case 'applicationRemoved':
    case 'objectRemoved':
      return writer.guid(1, message.id);
  }
}

export const DIRECTORY_READERS: readonly (readonly [
  DirectoryMessageKind,
  (fields: FieldReader) => DirectoryMessage,
])[] = [
  ['watch', (fields) => ({ kind: 'watch', watch: readWatch(fields) })],
  ['unwatch', (fields) => readEmpty('unwatch', fields)],
  ['state', (fields) => ({ kind: 'state', watch: readWatch(fields) })],
  ['endpoint', readEndpoint],
  ['presence', readPresence],
  ['application', readApplication],
  ['applicationRemoved', (fields) => ({ kind: 'applicationRemoved', id: readId(fields) })],
  ['object', readObject],
  ['objectRemoved', (fields) => ({ kind: 'objectRemoved', id: readId(fields) })],
  ['stateEnd', (fields) => readEmpty('stateEnd', fields)],
  ['watchEnd', (fields) => ({ kind: 'watchEnd', watch: readWatch(fields) })],
];

function readWatch(fields: FieldReader): number {
  let watch = 0;
  while (fields.next()) if (fields.field === 1) watch = fields.number();
  if (watch === 0) throw malformed('does not say which watch it is about');
  return watch;
}

function readEmpty<Kind extends 'unwatch' | 'stateEnd'>(
  kind: Kind,
  fields: FieldReader,
): { readonly kind: Kind } {
  while (fields.next());
  return { kind };
}

function readEndpoint(fields: FieldReader): DirectoryMessage {
  let name: string | undefined;
  let card: string | undefined;
  while (fields.next()) {
    if (fields.field === 1) name = fields.text(LIMITS.endpointNameUtf16Units);
    else if (fields.field === 2) card = fields.text(MAX_SHOWN_CARD_UNITS);
  }
  return { kind: 'endpoint', ...notEmpty('name', name), ...notEmpty('card', card) };
}

function readPresence(fields: FieldReader): DirectoryMessage {
  let status = 0;
  let text: string | undefined;
  while (fields.next()) {
    if (fields.field === 1) status = fields.number();
    else if (fields.field === 2) text = fields.text(LIMITS.presenceTextUtf16Units);
  }
  const presence = { status: STATUSES[status] ?? STATUSES[0], ...optional('text', text) };
  return { kind: 'presence', presence };
}

function readApplication(fields: FieldReader): DirectoryMessage {
  let id: Guid | undefined;
  let description: string | undefined;
  let data: Uint8Array | undefined;
  while (fields.next()) {
    if (fields.field === 1) id = fields.guid();
    else if (fields.field === 2) description = fields.text(LIMITS.descriptionUtf16Units);
    else if (fields.field === 3) data = fields.bytes(LIMITS.applicationDataBytes);
  }
  const application = {
    id: namedId(id),
    ...optional('description', description),
    ...optional('data', data),
  };
  return { kind: 'application', application };
}

function readObject(fields: FieldReader): DirectoryMessage {
  let id: Guid | undefined;
  let scope = 0;
  let data: Uint8Array | undefined;
  while (fields.next()) {
    if (fields.field === 1) id = fields.guid();
    else if (fields.field === 2) scope = fields.number();
    else if (fields.field === 3) data = fields.bytes(LIMITS.objectDataBytes);
  }
  if (data === undefined || data.length === 0) throw malformed('has an object without data');
  const publicationScope = SCOPES[scope] ?? SCOPES[0];
  return { kind: 'object', object: { id: namedId(id), data, publicationScope } };
}

/** The empty id names nothing. */
function namedId(id: Guid | undefined): Guid {
  const present = presentId(id);
  if (present === EMPTY_GUID) throw malformed('has an empty id');
  return present;
}

/** An empty text counts as no text. */
function notEmpty<Key extends string>(key: Key, text: string | undefined) {
  return optional(key, text === '' ? undefined : text);
}
