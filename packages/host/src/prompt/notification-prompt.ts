import { defer, from, map, type Observable, switchMap } from 'rxjs';
import { inviterLine } from './inviter-line.ts';
import type { Prompt, PromptRequest } from './prompt.ts';

/** A notification with the buttons Accept and Decline. */
export interface Notification {
  readonly title: string;
  /** Plain text. */
  readonly lines: readonly string[];
  /** When it is of no use any more, in milliseconds since 1970. */
  readonly expiresAt: number;
}

export type NotificationButton = 'accept' | 'decline';

/**
 * Shows a notification. Cold: shows on subscribe, emits the button that is pressed, completes when the person has
 * put it away, errors when it cannot be shown, and takes it away on unsubscribe.
 */
export type Notifier = (notification: Notification) => Observable<NotificationButton>;

/**
 * Asks by a notification of the desktop: over D-Bus on Linux and the BSDs, else with the means of the system.
 *
 * @param notifier - Shows the notifications in place of the system's.
 */
export function notificationPrompt(notifier: Notifier = systemNotifier): Prompt {
  return (request) =>
    notifier(notificationOf(request)).pipe(map((action) => ({ action }) as const));
}

/** What shows the notifications of this system. */
export interface NotificationServiceInfo {
  readonly name: string;
  /** Without buttons nobody can answer a notification. */
  readonly showsButtons: boolean;
}

/** Finds out what shows notifications here. Rejects with the reason when nothing does. */
export async function notificationService(): Promise<NotificationServiceInfo> {
  if (process.platform === 'win32') return { name: 'Windows', showsButtons: true };
  if (process.platform === 'darwin') return { name: 'macOS', showsButtons: true };
  const { dbusNotificationService } = await import('./dbus-notifier.ts');
  return dbusNotificationService();
}

/** The notifications of this system. Its library is loaded when it is needed. */
function systemNotifier(notification: Notification): Observable<NotificationButton> {
  return defer(() => from(loadNotifier())).pipe(switchMap((notifier) => notifier(notification)));
}

async function loadNotifier(): Promise<Notifier> {
  if (process.platform === 'win32' || process.platform === 'darwin') {
    const { toastNotifier } = await import('./toast-notifier.ts');
    return toastNotifier();
  }
  const { dbusNotifier } = await import('./dbus-notifier.ts');
  return dbusNotifier();
}

function notificationOf({ inviter, application, message, expiresAt }: PromptRequest): Notification {
  return {
    title: `${inviter.name} invites you`,
    lines: [application, ...(message === undefined ? [] : [`“${message}”`]), inviterLine(inviter)],
    expiresAt,
  };
}
