import type { ReceivedInvitation } from './inbox.ts';

/**
 * The decision about an invitation, made before a person is disturbed.
 *
 * | verdict | the sender sees |
 * |---|---|
 * | `take` | the invitation is delivered |
 * | `unreachable` | `UNREACHABLE`, as if nobody were there |
 * | `incompatible` | `INCOMPATIBLE`: the application is not here. The sender learns that somebody is |
 */
export type ReceptionVerdict = 'take' | 'unreachable' | 'incompatible';

/**
 * Decides which invitations this side takes.
 *
 * | value | this side takes |
 * |---|---|
 * | `'anyone'` | every invitation |
 * | `'nobody'` | no invitation |
 * | `'contacts'` | the invitations of the contacts in the adapter's table `contacts` |
 * | a function | an invitation for which the function says `'take'`, at once or within 5 seconds |
 * | `{ trusted }` | the invitations of these contacts, by `peerName`. A `Set` is read anew each time, so that it may change |
 * | `{ trusted, others }` | the same; for all other peers, `others` decides, with one of the first four values |
 *
 * A contact with `isBlocked` is refused, whatever the reception says. Contacts and trusted peers keep room
 * of their own under each limit for all peers together.
 *
 * A fault refuses the invitation: the function throws, needs too long or says anything else. The fault
 * is reported the way RxJS reports an error that nobody handles. A refusal looks to the sender as if
 * nobody were there. When two sides invite each other for the same application, the function is not
 * asked: this side has said yes already.
 */
export type Reception =
  | OpenReception
  | {
      readonly trusted: ReadonlySet<string> | readonly string[];
      /** Default: `'nobody'`. */
      readonly others?: OpenReception;
    };

/** A {@link Reception} that names nobody. */
export type OpenReception =
  | 'anyone'
  | 'nobody'
  | 'contacts'
  | ((invitation: ReceivedInvitation) => ReceptionVerdict | PromiseLike<ReceptionVerdict>);
