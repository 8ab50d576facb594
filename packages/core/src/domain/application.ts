import type { Guid } from './guid.ts';
import type { Scope } from './scope.ts';

/** An application that a peer can be invited into, as others see it. */
export interface Application {
  readonly id: Guid;
  /** At most {@link LIMITS.applicationDataBytes} bytes; visible to whoever may query. */
  readonly data?: Uint8Array;
  /** At most {@link LIMITS.descriptionUtf16Units} UTF-16 units. */
  readonly description?: string;
}

/** For whom an application is registered. `'allUsers'` needs an administrator on Windows. */
export type RegistrationType = 'currentUser' | 'allUsers';

/** How an application is launched when an invitation for it is accepted. */
export interface ApplicationRegistration {
  readonly application: Application;
  /** Local path of the program. Never sent to anyone. */
  readonly program: string;
  /** Its command line arguments. Never sent to anyone. */
  readonly arguments?: string;
  /** Windows allows `'internet'` only. */
  readonly publicationScope?: Scope;
}
