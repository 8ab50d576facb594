import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { SessionBus } from '../../test/desktop.ts';
import { NotificationService } from '../../test/notification-service.ts';
import { dbusNotificationService, dbusNotifier } from './dbus-notifier.ts';

const hasBus = spawnSync('which', ['dbus-daemon'], { stdio: 'ignore' }).status === 0;
const describeOnBus = hasBus ? describe : describe.skip;

describeOnBus(`dbusNotifier${hasBus ? '' : ' (not run: dbus-daemon is not installed)'}`, () => {
  let folder: string;
  let bus: SessionBus;
  let service: NotificationService;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'beckon-bus-'));
    bus = await SessionBus.start(folder);
    service = await NotificationService.start(bus.address);
  });
  afterEach(async () => {
    service.stop();
    await bus.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const notify = (lines = ['Whiteboard'], title = 'Ada invites you') =>
    dbusNotifier(bus.address)({ title, lines, expiresAt: Date.now() + 60_000 });

  it('shows two buttons, for as long as the invitation stands, and no markup of a peer', async () => {
    service.beforeReply = (id) => service.ActionInvoked(id, 'accept') && undefined;
    await firstValueFrom(notify(['<b>bold</b> &amp; <a href="x">', 'two']));
    const [shown] = service.shown;
    expect(shown).toMatchObject({
      summary: 'Ada invites you',
      body: '&lt;b&gt;bold&lt;/b&gt; &amp;amp; &lt;a href="x"&gt;\ntwo',
      actions: ['accept', 'Accept', 'decline', 'Decline'],
    });
    expect(shown!.timeoutMs).toBeGreaterThan(50_000);
    expect(shown!.timeoutMs).toBeLessThanOrEqual(60_000);
  });

  it('gives plain text to a service that shows it as it is', async () => {
    service.capabilities = ['actions'];
    service.beforeReply = (id) => service.ActionInvoked(id, 'accept') && undefined;
    await firstValueFrom(notify(['a < b & c']));
    expect(service.shown[0]?.body).toBe('a < b & c');
  });

  it('hears a button that is pressed before the service has told the number', async () => {
    service.beforeReply = (id) => service.ActionInvoked(id, 'decline') && undefined;
    expect(await firstValueFrom(notify())).toBe('decline');
  });

  it('does not hear the buttons of other notifications, nor other actions', async () => {
    service.beforeReply = (id) => {
      service.ActionInvoked(id + 1, 'accept');
      service.ActionInvoked(id, 'default');
      service.NotificationClosed(id + 1, 1);
      service.NotificationClosed(id, 2);
    };
    expect(await lastValueFrom(notify(), { defaultValue: 'put away' })).toBe('put away');
  });

  it('errors when the service has no buttons', async () => {
    service.capabilities = ['body'];
    await expect(firstValueFrom(notify())).rejects.toThrow('shows no buttons');
    expect(service.shown).toEqual([]);
  });

  it('errors when the bus has no notification service', async () => {
    service.stop();
    await expect(firstValueFrom(notify())).rejects.toThrow();
  });

  it('errors when the service hangs', async () => {
    service.beforeReply = () => new Promise(() => undefined);
    await expect(firstValueFrom(notify())).rejects.toThrow('no notification service answers');
  });

  it('is taken away when it is unsubscribed while the service is showing it', async () => {
    let reply: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      service.beforeReply = () => {
        resolve();
        return new Promise((settle) => (reply = settle));
      };
    });
    const notified = notify().subscribe();
    await asked;
    notified.unsubscribe();
    reply();
    while (service.closed.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(service.closed).toEqual([1]);
  });

  it('tells what the service is', async () => {
    expect(await dbusNotificationService(bus.address)).toEqual({
      name: 'test',
      showsButtons: true,
    });
    service.stop();
    await expect(dbusNotificationService(bus.address)).rejects.toThrow();
    await expect(dbusNotificationService('unix:path=/no/such/bus')).rejects.toThrow();
  });
});
