import { firstValueFrom, lastValueFrom } from 'rxjs';
import { notifierOf, type Toaster } from './toast-notifier.ts';

type Notified = Parameters<Toaster['notify']>;

/** Stands in for the library, which shows nothing on Linux. */
function toaster(): { toaster: Toaster; calls: Notified[] } {
  const calls: Notified[] = [];
  return { calls, toaster: { notify: (...args) => calls.push(args) } };
}

const notification = { title: 'Ada invites you', lines: ['a', 'b'], expiresAt: Date.now() + 9_500 };

describe('the notifier of Windows and macOS', () => {
  it('shows title, lines and two buttons, for as long as the invitation stands', () => {
    const { toaster: library, calls } = toaster();
    notifierOf(library)(notification).subscribe();
    expect(calls[0]?.[0]).toMatchObject({
      title: 'Ada invites you',
      message: 'a\nb',
      actions: ['Accept', 'Decline'],
      timeout: 10,
    });
  });

  // What the library gives: Windows names the button as type, macOS as value.
  it.each([
    ['accept', ['Accept', { activationType: 'Accept' }]],
    ['decline', ['activate', { activationType: 'actionClicked', activationValue: 'Decline' }]],
  ] as const)('emits %s', async (button, [response, details]) => {
    const { toaster: library, calls } = toaster();
    const pressed = firstValueFrom(notifierOf(library)(notification));
    calls[0]?.[1]?.(null, response, details);
    expect(await pressed).toBe(button);
    expect(calls).toHaveLength(1);
  });

  it('completes when it is put away or its time is up, and errors when it cannot be shown', async () => {
    const { toaster: library, calls } = toaster();
    const notifier = notifierOf(library);
    const ended = lastValueFrom(notifier(notification), { defaultValue: 'put away' });
    calls[0]?.[1]?.(null, 'timeout', { activationType: 'timeout' });
    expect(await ended).toBe('put away');
    const failed = firstValueFrom(notifier(notification));
    calls[1]?.[1]?.(new Error('no display'), undefined);
    await expect(failed).rejects.toThrow('no display');
  });

  it('is taken away by its id', () => {
    const { toaster: library, calls } = toaster();
    notifierOf(library)(notification).subscribe().unsubscribe();
    const { id } = calls[0]?.[0] as { id: number };
    expect(calls[1]?.[0]).toEqual({ close: id, remove: String(id) });
  });
});
