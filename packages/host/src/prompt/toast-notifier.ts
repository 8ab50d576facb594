import { randomInt } from 'node:crypto';
import { Observable } from 'rxjs';
import type { NotificationButton, Notifier } from './notification-prompt.ts';

/** The part of the library `toasted-notifier` that is used. */
export interface Toaster {
  notify(
    options: Readonly<Record<string, unknown>>,
    onEnd?: (error: unknown, response: unknown, details?: ToastDetails) => void,
  ): unknown;
}

interface ToastDetails {
  readonly activationType?: string;
  readonly activationValue?: string;
}

const BUTTONS: readonly NotificationButton[] = ['accept', 'decline'];

/** Notifications of Windows and macOS. */
export async function toastNotifier(): Promise<Notifier> {
  // @ts-expect-error -- the library brings no types.
  const { default: toaster } = (await import('toasted-notifier')) as { readonly default: Toaster };
  return notifierOf(toaster);
}

/** A notifier over the library, or what stands in for it. */
export function notifierOf(toaster: Toaster): Notifier {
  return ({ title, lines, expiresAt }) =>
    new Observable((subscriber) => {
      const id = randomInt(1, 2 ** 31 - 1);
      let isShown = true;
      subscriber.add(() => {
        // Windows takes it away by `close`, macOS by `remove`.
        if (isShown) toaster.notify({ close: id, remove: String(id) });
      });
      toaster.notify(
        {
          title,
          message: lines.join('\n'),
          appName: 'beckon',
          actions: ['Accept', 'Decline'],
          id,
          group: String(id),
          wait: true,
          timeout: Math.max(1, Math.ceil((expiresAt - Date.now()) / 1_000)),
        },
        (error, response, { activationType, activationValue } = {}) => {
          isShown = false;
          if (error instanceof Error) return subscriber.error(error);
          const words = [response, activationType, activationValue].map((word) =>
            String(word).toLowerCase(),
          );
          const pressed = BUTTONS.find((button) => words.includes(button));
          if (pressed !== undefined) subscriber.next(pressed);
          subscriber.complete();
        },
      );
    });
}
