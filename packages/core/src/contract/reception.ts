import type { ReceivedInvitation } from './inbox.ts';

/**
 * What becomes of an invitation before a person is disturbed.
 *
 * | verdict | the sender sees |
 * |---|---|
 * | `take` | the invitation is delivered |
 * | `unreachable` | `UNREACHABLE`, as if nobody were there |
 * | `incompatible` | `INCOMPATIBLE`: the application is not here. It tells the sender that somebody is |
 */
export type ReceptionVerdict = 'take' | 'unreachable' | 'incompatible';

/**
 * Which invitations are taken.
 *
 * | value | takes the invitations of |
 * |---|---|
 * | `'anyone'` | everybody |
 * | `'nobody'` | nobody |
 * | a function | those for which it says `'take'`, at once or within 5 seconds |
 * | `{ trusted }` | these contacts, by `peerName`. A `Set` is read anew each time, so that it may change |
 * | `{ trusted, others }` | these contacts, and of all others what `others` takes, which is one of the first three |
 *
 * Where a limit is for all peers together, the trusted keep their room whatever others do.
 *
 * Fails closed: a function that throws, takes too long or says anything else refuses, and the fault is
 * reported the way RxJS reports an error that nobody handles. A refusal looks to the sender as if
 * nobody were there. An invitation that crosses one of this side's own for the same application is
 * not asked about: this side has said yes already.
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
  | ((invitation: ReceivedInvitation) => ReceptionVerdict | PromiseLike<ReceptionVerdict>);
