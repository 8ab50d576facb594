import { throwError } from 'rxjs';

/**
 * Reports an error that nobody can handle, the way RxJS reports one: to `config.onUnhandledError`, else
 * thrown on a later task.
 */
export function reportUnhandled(error: unknown): void {
  // RxJS reports an error that reaches a subscriber without an error handler. It exports no other way to report.
  throwError(() => error).subscribe();
}
