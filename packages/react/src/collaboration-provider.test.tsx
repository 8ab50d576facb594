import { asyncScheduler } from 'rxjs';
import { act, render } from '@testing-library/react';
import { MODES, requestTo, setStage, settle } from '../test/stage.tsx';
import {
  CollaborationProvider,
  useAdapter,
  useIncomingInvitations,
  useInvite,
  type UseInviteResult,
} from './index.ts';

describe.each(MODES)('CollaborationProvider, $name', (mode) => {
  it('neither opens nor closes the adapter', async () => {
    const { alice, show } = await setStage({ mode });
    const open = jest.spyOn(alice, 'open');
    const close = jest.spyOn(alice, 'close');
    const { unmount } = show(null);
    await settle();
    unmount();
    await settle();

    expect(open).not.toHaveBeenCalled();
    expect(close).not.toHaveBeenCalled();
  });

  it('gives the adapter of the nearest provider', async () => {
    const { network, alice, use, show } = await setStage({ mode });
    expect(use(useAdapter).result.current).toBe(alice);

    const inner = network.join({ name: 'inner' });
    const seen: unknown[] = [];
    function Probe(): null {
      seen.push(useAdapter());
      return null;
    }
    show(
      <CollaborationProvider adapter={inner}>
        <Probe />
      </CollaborationProvider>,
    );
    expect(new Set(seen)).toEqual(new Set([inner]));
  });

  it('hands its options to core, those of the last render', async () => {
    const { network, alice } = await setStage();
    network.peer('bob');
    network.inject({ type: 'reject', call: 'InvitationHandle.cancel', code: 'UNKNOWN' });
    const scheduler = Object.create(asyncScheduler) as typeof asyncScheduler;
    const schedule = jest.spyOn(scheduler, 'schedule');
    const failures: string[] = [];
    let current: UseInviteResult | undefined;
    function Probe(): null {
      current = useInvite();
      return null;
    }
    const at = (label: string) => (
      <mode.Root>
        <CollaborationProvider
          adapter={alice}
          options={{ scheduler, onTeardownError: ({ code }) => failures.push(`${label} ${code}`) }}
        >
          <Probe />
        </CollaborationProvider>
      </mode.Root>
    );
    const { rerender } = render(at('old'));
    rerender(at('new'));
    act(() => current?.invite(requestTo('bob', { expiresInMs: 1000 })));
    await settle();
    expect(schedule).toHaveBeenCalledWith(expect.any(Function), 1000);
    act(() => current?.cancel());
    await settle();

    expect(current?.state).toBe('cancelled');
    expect(failures).toEqual(['new UNKNOWN']);
  });

  it('hands its options to the inbox, too', async () => {
    const failures: string[] = [];
    const { network, show } = await setStage({
      mode,
      options: { onTeardownError: ({ code }) => failures.push(code) },
    });
    network.inject({ type: 'reject', call: 'ChangeQueue.close', code: 'UNKNOWN' });
    function Inbox(): null {
      useIncomingInvitations();
      return null;
    }
    const { rerender } = show(<Inbox />);
    await settle();
    rerender(null);
    await settle();

    expect(failures).toEqual(['UNKNOWN']);
  });
});
