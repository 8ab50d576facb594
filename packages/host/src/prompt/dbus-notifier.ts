import type { EventEmitter } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import * as dbus from '@jellybrick/dbus-next';
import { Observable } from 'rxjs';
import type {
  Notification,
  NotificationButton,
  NotificationServiceInfo,
  Notifier,
} from './notification-prompt.ts';

const SERVICE = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
/** How long the service may take to show a notification, in milliseconds. */
const ANSWER_TIMEOUT_MS = 5_000;
const MAX_INT32 = 2 ** 31 - 1;
const URGENCY_NORMAL = 1;

const BUTTONS: Readonly<Record<NotificationButton, string>> = {
  accept: 'Accept',
  decline: 'Decline',
};

/** The Desktop Notifications Specification, version 1.2. */
interface NotificationService extends dbus.ClientInterface {
  GetServerInformation(): Promise<[name: string, vendor: string, version: string, spec: string]>;
  GetCapabilities(): Promise<string[]>;
  Notify(
    applicationName: string,
    replaces: number,
    icon: string,
    summary: string,
    body: string,
    actions: readonly string[],
    hints: Readonly<Record<string, dbus.Variant>>,
    timeoutMs: number,
  ): Promise<number>;
  CloseNotification(id: number): Promise<void>;
}

/**
 * Notifications over D-Bus, as the desktops of Linux and the BSDs show them. Each has a connection of its own, which
 * ends with it.
 *
 * @param busAddress - Default: the bus of this session.
 */
export function dbusNotifier(busAddress?: string): Notifier {
  return (notification) =>
    new Observable((subscriber) => {
      const bus = dbus.sessionBus(busAddress === undefined ? {} : { busAddress });
      const early: (readonly [unknown, NotificationButton | undefined])[] = [];
      let own: number | undefined = undefined;
      const heard = (id: unknown, button: NotificationButton | undefined): void => {
        // It may be pressed before the service has told the number.
        if (own === undefined) early.push([id, button]);
        else if (id === own) {
          if (button !== undefined) subscriber.next(button);
          subscriber.complete();
        }
      };
      const show = async (): Promise<NotificationService | undefined> => {
        const service = await serviceOn(bus);
        const capabilities = await service.GetCapabilities();
        if (!capabilities.includes('actions')) {
          throw new Error('notificationPrompt: the notification service shows no buttons.');
        }
        if (subscriber.closed) return undefined;
        service.on('ActionInvoked', (id, key) => {
          if (key === 'accept' || key === 'decline') heard(id, key);
        });
        service.on('NotificationClosed', (id) => heard(id, undefined));
        own = await notify(service, notification, capabilities);
        for (const [id, button] of early) heard(id, button);
        return service;
      };
      const showing = inTime(show());
      showing.catch((error: unknown) => subscriber.error(error));
      (bus as EventEmitter).on('error', (error) => subscriber.error(error));
      subscriber.add(() => {
        // The service must have the word before the line ends, also when it was still being asked to show.
        void showing
          .then((service) => service?.CloseNotification(own ?? 0))
          .catch(() => undefined)
          .finally(() => bus.disconnect());
      });
    });
}

/** The service that shows notifications in this session. Rejects when there is none. */
export async function dbusNotificationService(
  busAddress?: string,
): Promise<NotificationServiceInfo> {
  const bus = dbus.sessionBus(busAddress === undefined ? {} : { busAddress });
  try {
    return await new Promise<NotificationServiceInfo>((resolve, reject) => {
      (bus as EventEmitter).on('error', reject);
      inTime(infoOn(bus)).then(resolve, reject);
    });
  } finally {
    bus.disconnect();
  }
}

async function infoOn(bus: dbus.MessageBus): Promise<NotificationServiceInfo> {
  const service = await serviceOn(bus);
  const [name] = await service.GetServerInformation();
  return { name, showsButtons: (await service.GetCapabilities()).includes('actions') };
}

/** Without a bus, and with a service that hangs, the library waits for ever. */
async function inTime<Value>(promised: Promise<Value>): Promise<Value> {
  const waiting = new AbortController();
  try {
    return await Promise.race([
      promised,
      after(ANSWER_TIMEOUT_MS, undefined, { signal: waiting.signal, ref: false }).then(() => {
        throw new Error('notificationPrompt: no notification service answers on the session bus.');
      }),
    ]);
  } finally {
    waiting.abort();
  }
}

async function serviceOn(bus: dbus.MessageBus): Promise<NotificationService> {
  const object = await bus.getProxyObject(SERVICE, PATH);
  return object.getInterface<NotificationService>(SERVICE);
}

function notify(
  service: NotificationService,
  { title, lines, expiresAt }: Notification,
  capabilities: readonly string[],
): Promise<number> {
  const text = lines.join('\n');
  return service.Notify(
    'beckon',
    0,
    '',
    title,
    capabilities.includes('body-markup') ? withoutMarkup(text) : text,
    Object.entries(BUTTONS).flat(),
    {
      urgency: new dbus.Variant('y', URGENCY_NORMAL),
      category: new dbus.Variant('s', 'im.received'),
    },
    Math.min(MAX_INT32, Math.max(1, expiresAt - Date.now())),
  );
}

function withoutMarkup(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}
