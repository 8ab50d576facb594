/**
 * Invitations over a NATS broker, in a page.
 *
 * @packageDocumentation
 */
import { adapterOn, type NatsAdapter } from './adapter.ts';
import { pagePlatform } from './page/page-platform.ts';
import type { NatsAdapterOptions } from './options.ts';

export type { NatsAdapter } from './adapter.ts';
export type { NatsCounters } from './counters.ts';
export {
  type BrokerPermissions,
  brokerPermissions,
  brokerPermissionTemplate,
} from './broker-permissions.ts';
export { createSeed } from './identity/identity.ts';
export { type MailSettings, setUpMail } from './mail/set-up-mail.ts';
export type { NatsAdapterOptions, NatsLimits } from './options.ts';

/**
 * Makes an adapter that sends and receives invitations over a NATS broker. `open()` connects; nothing happens before.
 * It rejects with `SERVICE_UNAVAILABLE` when no server answers, and with `NOT_AUTHORIZED` when the broker does not
 * let this side in. The adapter reconnects for ever when the connection is lost later; pending invitations are
 * `UNREACHABLE` then.
 *
 * An endpoint's address is `nats:` and a public nkey of a user, a contact's `peerName` is that nkey. The sender of an
 * invitation is always proven. Nobody on the way can read it, not even the broker's operator.
 *
 * @throws TypeError for an option of the wrong form, RangeError for a number that is out of range.
 * @example
 * ```ts
 * import { natsAdapter } from '@beckon/nats';
 *
 * const adapter = natsAdapter({ servers: 'nats://localhost:4222' });
 * await adapter.open();
 * console.log('I am', (await adapter.identity.contact()).peerName);
 * await adapter.close();
 * ```
 */
export function natsAdapter(options: NatsAdapterOptions): NatsAdapter {
  return adapterOn(pagePlatform, options);
}
