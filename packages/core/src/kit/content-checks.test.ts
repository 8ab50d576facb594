import {
  type ApplicationRegistration,
  type CollaborationObject,
  type Contact,
  createGuid,
  type Endpoint,
  type Invitation,
  isCollaborationError,
  LIMITS,
} from '../index.ts';
import { checkContent } from './content-checks.ts';

const operation = 'table.function';
const id = createGuid();
const text = (length: number): string => 'x'.repeat(length);
const bytes = (length: number): Uint8Array => new Uint8Array(length);

const invitation: Invitation = { applicationId: id };
const contact: Contact = { peerName: 'ada' };
const object: CollaborationObject = { id, data: bytes(1), publicationScope: 'all' };
const registration = (application: object): ApplicationRegistration => ({
  application: { id, ...application },
  program: '/usr/bin/chess',
});

/** Each check, as a call with an untyped value. */
const check = {
  endpoint: (value) => checkContent.endpoint(operation, value as Endpoint),
  invitation: (value) => checkContent.invitation(operation, value as Invitation),
  message: (value) => checkContent.reply(operation, value as string),
  replyData: (value) => checkContent.reply(operation, undefined, value as Uint8Array),
  cancelReason: (value) => checkContent.cancelReason(operation, value as 'withdrawn'),
  invitationId: (value) => checkContent.invitationId(operation, value as string),
  peerName: (value) => checkContent.peerName(operation, value as string),
  contact: (value) => checkContent.contact(operation, value as Contact),
  card: (value) => checkContent.card(operation, value as string),
  endpointName: (value) => checkContent.endpointName(operation, value as string),
  presence: (value) => checkContent.presence(operation, value as { status: 'online' }),
  registration: (value) =>
    checkContent.registration(operation, value as ApplicationRegistration, 'currentUser'),
  registrationType: (value) => checkContent.registrationType(operation, value as 'currentUser'),
  object: (value) => checkContent.object(operation, value as CollaborationObject),
  guid: (value) => checkContent.guid(operation, 'objectId', value as typeof id),
  scope: (value) => checkContent.scope(operation, value as 'all'),
  filters: (value) => checkContent.filters(operation, value as []),
} satisfies Record<string, (value: unknown) => void>;

/** For each limit: the check, a function that makes a value of a size, and the limit. */
const limits: [keyof typeof check, (size: number) => unknown, number][] = [
  ['endpoint', (size) => ({ address: 'bob', name: text(size) }), LIMITS.endpointNameUtf16Units],
  ['invitation', (size) => ({ ...invitation, message: text(size) }), LIMITS.messageUtf16Units],
  ['invitation', (size) => ({ ...invitation, data: bytes(size) }), LIMITS.invitationDataBytes],
  ['message', text, LIMITS.messageUtf16Units],
  ['replyData', bytes, LIMITS.invitationDataBytes],
  ['contact', (size) => ({ ...contact, nickname: text(size) }), LIMITS.contactNameUtf16Units],
  ['contact', (size) => ({ ...contact, displayName: text(size) }), LIMITS.contactNameUtf16Units],
  ['contact', (size) => ({ ...contact, emailAddress: text(size) }), LIMITS.contactNameUtf16Units],
  ['contact', (size) => ({ ...contact, credentials: bytes(size) }), LIMITS.contactCredentialsBytes],
  ['card', text, LIMITS.cardUtf16Units],
  ['endpointName', text, LIMITS.endpointNameUtf16Units],
  ['presence', (size) => ({ status: 'away', text: text(size) }), LIMITS.presenceTextUtf16Units],
  ['registration', (size) => registration({ data: bytes(size) }), LIMITS.applicationDataBytes],
  [
    'registration',
    (size) => registration({ description: text(size) }),
    LIMITS.descriptionUtf16Units,
  ],
  ['object', (size) => ({ ...object, data: bytes(size) }), LIMITS.objectDataBytes],
];

const wrong: [keyof typeof check, string, unknown][] = [
  ['endpoint', 'endpoint', undefined],
  ['endpoint', 'endpoint.address', { address: '' }],
  ['endpoint', 'endpoint.name', { address: 'bob', name: 7 }],
  ['invitation', 'invitation', null],
  ['invitation', 'applicationId', { applicationId: `{${id}}` }],
  ['invitation', 'applicationId', { applicationId: '00000000-0000-0000-0000-000000000000' }],
  ['invitation', 'message', { ...invitation, message: 'a\0b' }],
  ['invitation', 'message', { ...invitation, message: '\ud83d' }],
  ['invitation', 'data', { ...invitation, data: [1] }],
  ['invitation', 'expiresInMs', { ...invitation, expiresInMs: Number.NaN }],
  ['invitation', 'expiresInMs', { ...invitation, expiresInMs: 2 ** 31 }],
  ['message', 'message', {}],
  ['replyData', 'data', 'text'],
  ['cancelReason', 'reason', 'bored'],
  ['invitationId', 'invitationId', ''],
  ['peerName', 'peerName', undefined],
  ['contact', 'contact', 'ada'],
  ['contact', 'contact.peerName', {}],
  ['contact', 'contact.nickname', { ...contact, nickname: null }],
  ['contact', 'contact.credentials', { ...contact, credentials: 'key' }],
  ['contact', 'contact.isWatched', { ...contact, isWatched: 1 }],
  ['contact', 'contact.canWatchMe', { ...contact, canWatchMe: null }],
  ['contact', 'contact.isBlocked', { ...contact, isBlocked: 'yes' }],
  ['card', 'card', ''],
  ['endpointName', 'name', ''],
  ['presence', 'presence.status', { status: 'offline' }],
  ['presence', 'presence.text', { status: 'online', text: 7 }],
  ['registration', 'registration.application', {}],
  ['registration', 'registration.program', { application: { id } }],
  ['registration', 'registration.arguments', { ...registration({}), arguments: ['-x'] }],
  [
    'registration',
    'registration.publicationScope',
    { ...registration({}), publicationScope: 'all users' },
  ],
  ['registration', 'application.id', registration({ id: 'chess' })],
  ['registrationType', 'type', 'everybody'],
  ['object', 'object.data', { ...object, data: bytes(0) }],
  ['object', 'object.publicationScope', { ...object, publicationScope: undefined }],
  ['guid', 'objectId', id.toUpperCase()],
  ['scope', 'scope', 'none'],
  ['filters', 'filters', []],
  ['filters', 'filters', 'myPresenceChanged'],
  ['filters', 'filters[0]', [null]],
  ['filters', 'filters[0].type', [{ type: 'weatherChanged' }]],
  ['filters', 'filters[0].instanceId', [{ type: 'myObjectChanged', instanceId: 'x' }]],
];

describe('checkContent', () => {
  it.each(limits)('%s: accepts a value at its limit, and none beyond', (what, make, limit) => {
    expect(() => check[what](make(limit))).not.toThrow();
    expect(thrownBy(() => check[what](make(limit + 1)))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      cause: expect.any(RangeError) as unknown,
    });
  });

  it.each(wrong)(
    '%s: names the operation and the parameter for a wrong %s',
    (what, parameter, value) => {
      const error = thrownBy(() => check[what](value));
      expect(isCollaborationError(error, 'INVALID_ARGUMENT')).toBe(true);
      expect((error as Error).message.startsWith(`${operation}: ${parameter} `)).toBe(true);
    },
  );

  it('accepts complete values', () => {
    check.invitation({ ...invitation, message: 'Join?', data: bytes(3), expiresInMs: 1 });
    check.registration({ ...registration({}), arguments: '-x', publicationScope: 'internet' });
    check.filters([{ type: 'myObjectChanged', instanceId: id }]);
    check.presence({ status: 'onThePhone', text: '' });
  });
});

function thrownBy(call: () => void): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}
