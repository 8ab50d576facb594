import { CALL_SLOT, mailboxOf, SLOTS } from './mail/mail-subjects.ts';
import { decodePublicKey } from './identity/nkey.ts';

/** Subjects that a person may use, in the form of a NATS user's permissions. */
export interface BrokerPermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/**
 * The permissions that a person needs at the broker, and no more: sending in their own name, posting letters, and
 * receiving their own messages and mail.
 *
 * @param peerName - The public nkey of the person, `U…`.
 * @throws TypeError for any other text.
 */
export function brokerPermissions(peerName: string): BrokerPermissions {
  if (typeof peerName !== 'string' || decodePublicKey(peerName) === undefined) {
    throw new TypeError('brokerPermissions: peerName must be the public nkey of a user, U….');
  }
  const { stream, filter } = mailboxOf(peerName);
  return permissionsOf(peerName, stream, filter);
}

/**
 * The same permissions for everybody whom one key of an account signs, as the template of a scoped signing key. The
 * server inserts the nkey of each person. The template names all mail streams, because the server cannot compute the
 * stream of a person.
 */
export function brokerPermissionTemplate(): BrokerPermissions {
  return permissionsOf('{{subject()}}', '*', 'beckon-mail.*.{{subject()}}.*.*');
}

function permissionsOf(peerName: string, stream: string, filter: string): BrokerPermissions {
  const slots = [...Array.from({ length: SLOTS }, (_, slot) => String(slot)), CALL_SLOT];
  return {
    publish: [
      `beckon.*.${peerName}`,
      ...slots.map((slot) => `beckon-mail.*.*.${peerName}.${slot}`),
      `$JS.API.CONSUMER.CREATE.${stream}.${peerName}.${filter}`,
      `$JS.API.CONSUMER.DELETE.${stream}.${peerName}`,
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.${peerName}`,
      `$JS.ACK.${stream}.${peerName}.>`,
    ],
    subscribe: [`beckon.${peerName}.*`, `_INBOX.${peerName}.>`],
  };
}
