import type { CollaborationAdapter, RuntimeOptions } from '@beckon/core';
import type { Observable } from 'rxjs';

/** A stream of core that the components under a provider share: one of them, or one for each subject. */
export interface LiveStream<T, Subject = null> {
  /** The hook that shows it, for errors. */
  readonly hook: string;
  /** The value until the first is emitted, and on a server. */
  readonly initial: T;
  /** Subjects with the same key are the same. */
  readonly keyOf?: (subject: Subject) => string;
  open(adapter: CollaborationAdapter, options: RuntimeOptions, subject: Subject): Observable<T>;
}
