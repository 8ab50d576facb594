import type { EventEmitter } from 'node:events';
import * as dbus from '@jellybrick/dbus-next';

/** What configureMembers has declared. */
interface Members {
  readonly $methods: unknown;
  readonly $signals: unknown;
}

const NAME = 'org.freedesktop.Notifications';

/** What a notification service was asked to show. */
export interface ShownNotification {
  readonly id: number;
  readonly summary: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly timeoutMs: number;
}

/** A notification service that a test plays. */
export class NotificationService extends dbus.interface.Interface {
  readonly shown: ShownNotification[] = [];
  readonly closed: number[] = [];
  capabilities: readonly string[] = ['actions', 'body', 'body-markup'];
  /** Called before the number of a notification is told. */
  beforeReply: (id: number) => void | Promise<void> = () => undefined;
  readonly #bus: dbus.MessageBus;

  private constructor(bus: dbus.MessageBus) {
    super(NAME);
    // The library gives each object fields of its own, which are empty, over those of configureMembers.
    const { $methods, $signals } = NotificationService.prototype as unknown as Members;
    Object.assign(this, { $methods, $signals });
    this.#bus = bus;
  }

  static async start(busAddress: string): Promise<NotificationService> {
    const bus = dbus.sessionBus({ busAddress });
    // It still replies to what came before it was stopped.
    (bus as EventEmitter).on('error', () => undefined);
    const service = new NotificationService(bus);
    bus.export('/org/freedesktop/Notifications', service);
    await bus.requestName(NAME, 0);
    return service;
  }

  GetServerInformation(): readonly string[] {
    return ['test', 'beckon', '1', '1.2'];
  }

  GetCapabilities(): readonly string[] {
    return this.capabilities;
  }

  async Notify(
    _application: string,
    _replaces: number,
    _icon: string,
    summary: string,
    body: string,
    actions: readonly string[],
    _hints: unknown,
    timeoutMs: number,
  ): Promise<number> {
    const id = this.shown.length + 1;
    this.shown.push({ id, summary, body, actions, timeoutMs });
    await this.beforeReply(id);
    return id;
  }

  CloseNotification(id: number): void {
    this.closed.push(id);
  }

  ActionInvoked(id: number, key: string): [number, string] {
    return [id, key];
  }

  NotificationClosed(id: number, reason: number): [number, number] {
    return [id, reason];
  }

  stop(): void {
    this.#bus.disconnect();
  }
}

NotificationService.configureMembers({
  methods: {
    GetServerInformation: { inSignature: '', outSignature: 'ssss' },
    GetCapabilities: { inSignature: '', outSignature: 'as' },
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u', outSignature: '' },
  },
  signals: {
    ActionInvoked: { signature: 'us' },
    NotificationClosed: { signature: 'uu' },
  },
});
