import { firstValueFrom, lastValueFrom, type Subscription } from 'rxjs';
import { Desktop, whyNoDesktop } from '../../test/desktop.ts';
import { Hosted } from '../../test/hosted.ts';
import { dbusNotifier } from './dbus-notifier.ts';
import { type Notification, notificationPrompt } from './notification-prompt.ts';

const reason = whyNoDesktop();
const describeOnDesktop = reason === undefined ? describe : describe.skip;

const notification = (title = 'Ada invites you'): Notification => ({
  title,
  lines: ['Whiteboard', '“Come <b>now</b> & here”', 'Your contact. Identity: abcd'],
  expiresAt: Date.now() + 60_000,
});

describeOnDesktop(
  `a notification on a desktop${reason === undefined ? '' : ` (not run: ${reason})`}`,
  () => {
    let desktop: Desktop;
    const shown: Subscription[] = [];
    beforeAll(async () => {
      desktop = await Desktop.start();
    });
    afterEach(async () => {
      for (const each of shown.splice(0)) each.unsubscribe();
      await desktop.shows(0);
    });
    afterAll(() => desktop.stop());

    const notify = (title?: string) => dbusNotifier(desktop.bus.address)(notification(title));

    it.each(['accept', 'decline'] as const)(
      'emits %s when its button is pressed',
      async (button) => {
        const pressed = firstValueFrom(notify());
        await desktop.shows(1);
        await desktop.press(button === 'accept' ? '#Accept' : '#Decline');
        expect(await pressed).toBe(button);
        // dunst leaves it there; the answer takes it away.
        await desktop.shows(0);
      },
    );

    it('completes when the person puts it away', async () => {
      const ended = lastValueFrom(notify(), { defaultValue: 'put away' });
      await desktop.shows(1);
      await desktop.dismiss();
      expect(await ended).toBe('put away');
    });

    it('is taken away on unsubscribe, also before it is shown', async () => {
      const subscription = notify().subscribe();
      await desktop.shows(1);
      subscription.unsubscribe();
      await desktop.shows(0);
      for (let count = 0; count < 20; count++) {
        const early = notify().subscribe();
        await new Promise((resolve) => setImmediate(resolve));
        early.unsubscribe();
      }
      await desktop.shows(0);
    });

    it('presses the one that is meant, of several', async () => {
      const bob = firstValueFrom(notify('Bob invites you'));
      shown.push(notify('Ada invites you').subscribe());
      await desktop.shows(2);
      await desktop.press('#Accept (Bob');
      expect(await bob).toBe('accept');
      await desktop.shows(1);
    });

    it('accepts an invitation, and its program is launched', async () => {
      const hosted = await Hosted.open({
        prompts: [notificationPrompt(dbusNotifier(desktop.bus.address))],
      });
      try {
        await hosted.register({ program: '/bin/sh', arguments: '-c "exit 0"' });
        hosted.start();
        const invited = hosted.invite({ message: '<img src=x> \u202eevil' });
        await desktop.shows(1);
        await desktop.press('#Accept');
        expect((await invited).state).toBe('accepted');
        expect((await hosted.event('launched')).program).toBe('/bin/sh');
        await desktop.shows(0);
      } finally {
        await hosted.close();
      }
    });

    it('does not pile up: one for each peer', async () => {
      const hosted = await Hosted.open({
        prompts: [notificationPrompt(dbusNotifier(desktop.bus.address))],
      });
      try {
        await hosted.register({ program: '/bin/sh' });
        hosted.start();
        const aborted = new AbortController();
        const invited = Array.from({ length: 20 }, () => hosted.invite({ signal: aborted.signal }));
        await hosted.arrivals(20);
        await desktop.shows(1);
        aborted.abort();
        for (const { state } of await Promise.all(invited)) expect(state).toBe('cancelled');
        await desktop.shows(0);
      } finally {
        await hosted.close();
      }
    });
  },
);

describe('a notification without a desktop', () => {
  it('errors when there is no bus', async () => {
    const notified = firstValueFrom(dbusNotifier('unix:path=/no/such/bus')(notification()));
    await expect(notified).rejects.toThrow(/ENOENT|session bus/);
  });
});
