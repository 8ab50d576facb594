import { CALL_SLOT, mailboxOf, SLOTS } from './mail/mail-subjects.ts';
import { decodePublicKey } from './identity/nkey.ts';

/** Subjects that a person may use, as NATS writes them in the permissions of a user. */
export interface BrokerPermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/**
 * What a broker has to let a person do, and nothing more: to send as themselves and to nobody else's mail, and to
 * receive what is for them.
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
 * The same for everybody whom one key of an account signs, as the template of a scoped signing key: the server puts
 * the nkey of each person in. It cannot compute in which stream a person's mail lies, and names them all.
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
