import type { ApplicationRegistration, RegistrationType } from '../contract/applications.ts';
import {
  COLLABORATION_EVENT_TYPES,
  type CollaborationEventFilter,
} from '../contract/collaboration-events.ts';
import type { Contact } from '../contract/contacts.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { Guid } from '../contract/guid.ts';
import type { InboxFailure } from '../contract/inbox.ts';
import type { CancelReason, Invitation } from '../contract/invitations.ts';
import { CHANNEL_LIMITS } from '../contract/channels.ts';
import { LIMITS } from '../contract/limits.ts';
import type { CollaborationObject } from '../contract/objects.ts';
import { type Presence, PRESENCE_STATUSES } from '../contract/presence.ts';
import type { Scope } from '../contract/visibility.ts';
import * as checks from '../checks.ts';
import { checkingArguments } from './operation.ts';

const SCOPES: readonly Scope[] = ['none', 'nearMe', 'internet', 'all'];
const CANCEL_REASONS: readonly CancelReason[] = ['withdrawn', 'expired', 'answeredElsewhere'];
const INBOX_FAILURES: readonly InboxFailure[] = ['incompatible', 'internal'];
const REGISTRATION_TYPES: readonly RegistrationType[] = ['currentUser', 'allUsers'];

/**
 * Checks of the arguments of table functions: all of `LIMITS`, and the form of each value. A table
 * function calls its check before it does anything else, with the name of the operation
 * (`table.function`).
 *
 * Each check throws a `CollaborationError` with `INVALID_ARGUMENT`. The adapter itself checks the syntax
 * of its addresses.
 */
export const checkContent = Object.freeze({
  endpoint: (operation: string, endpoint: Endpoint): void =>
    checkingArguments(() => checks.checkEndpoint(operation, 'endpoint', endpoint)),

  invitation: (operation: string, invitation: Invitation): void =>
    checkingArguments(() => {
      checks.checkObject(operation, 'invitation', invitation);
      const { applicationId, message, data, expiresInMs } = invitation;
      checks.checkGuid(operation, 'applicationId', applicationId);
      checks.checkMessage(operation, message);
      checks.checkInvitationData(operation, data);
      if (expiresInMs !== undefined) {
        checks.checkDuration(operation, 'expiresInMs', expiresInMs);
      }
    }),

  /** The message and the data of an answer. */
  reply: (operation: string, message?: string, data?: Uint8Array): void =>
    checkingArguments(() => {
      checks.checkMessage(operation, message);
      checks.checkInvitationData(operation, data);
    }),

  cancelReason: (operation: string, reason: CancelReason): void =>
    checkingArguments(() => checks.checkWord(operation, 'reason', reason, CANCEL_REASONS)),

  /** The id of a received invitation. */
  invitationId: (operation: string, id: string): void =>
    checkingArguments(() => checks.checkName(operation, 'invitationId', id)),

  inboxFailure: (operation: string, reason: InboxFailure): void =>
    checkingArguments(() => checks.checkWord(operation, 'reason', reason, INBOX_FAILURES)),

  /** A message on a channel. */
  channelMessage: (operation: string, message: Uint8Array): void =>
    checkingArguments(() =>
      checks.checkBytes(operation, 'message', message, CHANNEL_LIMITS.messageBytes, 1),
    ),

  /** The part of a contact that names it; the other parts are not read. */
  peerName: (operation: string, peerName: string): void =>
    checkingArguments(() => checks.checkName(operation, 'peerName', peerName)),

  contact: (operation: string, contact: Contact): void =>
    checkingArguments(() => {
      checks.checkPeerName(operation, 'contact', contact);
      for (const name of ['nickname', 'displayName', 'emailAddress'] as const) {
        const text = contact[name];
        if (text !== undefined) {
          checks.checkText(operation, `contact.${name}`, text, LIMITS.contactNameUtf16Units);
        }
      }
      for (const name of ['isWatched', 'canWatchMe', 'isBlocked'] as const) {
        const flag = contact[name];
        if (flag !== undefined) checks.checkFlag(operation, `contact.${name}`, flag);
      }
      const { credentials } = contact;
      if (credentials !== undefined) {
        checks.checkBytes(
          operation,
          'contact.credentials',
          credentials,
          LIMITS.contactCredentialsBytes,
        );
      }
    }),

  card: (operation: string, card: string): void =>
    checkingArguments(() => {
      checks.checkName(operation, 'card', card);
      checks.checkText(operation, 'card', card, LIMITS.cardUtf16Units);
    }),

  endpointName: (operation: string, name: string): void =>
    checkingArguments(() => {
      checks.checkName(operation, 'name', name);
      checks.checkText(operation, 'name', name, LIMITS.endpointNameUtf16Units);
    }),

  /** A presence that this side may set. */
  presence: (operation: string, presence: Presence): void =>
    checkingArguments(() => {
      checks.checkObject(operation, 'presence', presence);
      const { status, text } = presence;
      const settable = PRESENCE_STATUSES.filter((word) => word !== 'offline');
      checks.checkWord(operation, 'presence.status', status, settable);
      if (text !== undefined) {
        checks.checkText(operation, 'presence.text', text, LIMITS.presenceTextUtf16Units);
      }
    }),

  registration: (
    operation: string,
    registration: ApplicationRegistration,
    type: RegistrationType,
  ): void =>
    checkingArguments(() => {
      checks.checkObject(operation, 'registration', registration);
      const { application, program, arguments: commandLine, publicationScope } = registration;
      checks.checkObject(operation, 'registration.application', application);
      const { id, data, description } = application;
      checks.checkGuid(operation, 'application.id', id);
      if (data !== undefined) {
        checks.checkBytes(operation, 'application.data', data, LIMITS.applicationDataBytes);
      }
      if (description !== undefined) {
        checks.checkText(
          operation,
          'application.description',
          description,
          LIMITS.descriptionUtf16Units,
        );
      }
      checks.checkName(operation, 'registration.program', program);
      if (commandLine !== undefined) {
        checks.checkText(
          operation,
          'registration.arguments',
          commandLine,
          Number.POSITIVE_INFINITY,
        );
      }
      if (publicationScope !== undefined) {
        checks.checkWord(operation, 'registration.publicationScope', publicationScope, SCOPES);
      }
      checks.checkWord(operation, 'type', type, REGISTRATION_TYPES);
    }),

  registrationType: (operation: string, type: RegistrationType): void =>
    checkingArguments(() => checks.checkWord(operation, 'type', type, REGISTRATION_TYPES)),

  object: (operation: string, object: CollaborationObject): void =>
    checkingArguments(() => {
      checks.checkObject(operation, 'object', object);
      checks.checkGuid(operation, 'object.id', object.id);
      checks.checkBytes(operation, 'object.data', object.data, LIMITS.objectDataBytes, 1);
      checks.checkWord(operation, 'object.publicationScope', object.publicationScope, SCOPES);
    }),

  guid: (operation: string, parameter: string, guid: Guid): void =>
    checkingArguments(() => checks.checkGuid(operation, parameter, guid)),

  /** The scope of signing in or out. */
  scope: (operation: string, scope: Scope): void =>
    checkingArguments(() =>
      checks.checkWord(
        operation,
        'scope',
        scope,
        SCOPES.filter((word) => word !== 'none'),
      ),
    ),

  filters: (operation: string, filters: readonly CollaborationEventFilter[]): void =>
    checkingArguments(() => {
      if (!Array.isArray(filters) || filters.length === 0) {
        throw new TypeError(`${operation}: filters must be a list of at least one event type.`);
      }
      for (const [index, filter] of (filters as readonly CollaborationEventFilter[]).entries()) {
        const parameter = `filters[${index}]`;
        checks.checkObject(operation, parameter, filter);
        const { type, endpoint, instanceId } = filter;
        checks.checkWord(operation, `${parameter}.type`, type, COLLABORATION_EVENT_TYPES);
        if (endpoint !== undefined) {
          checks.checkEndpoint(operation, `${parameter}.endpoint`, endpoint);
        }
        if (instanceId !== undefined) {
          checks.checkGuid(operation, `${parameter}.instanceId`, instanceId);
        }
      }
    }),
});
