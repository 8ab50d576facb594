import { act, renderHook } from '@testing-library/react';
import { Component, type ReactNode, useEffect } from 'react';
import { Subject, throwError } from 'rxjs';
import { expectedErrors } from '../test/console-errors.ts';
import { MODES, requestTo, setStage, settle } from '../test/stage.tsx';
import {
  useAdapter,
  useAnswer,
  useIncomingInvitations,
  useInvitations,
  useInvite,
  type UseInviteResult,
  useLaunchInfo,
  useObservable,
} from './index.ts';

describe.each(MODES)('without a provider, $name', ({ Root }) => {
  it.each<[string, () => unknown]>([
    ['useInvite', () => useInvite()],
    ['useInvitations', () => useInvitations()],
    ['useIncomingInvitations', () => useIncomingInvitations()],
    ['useLaunchInfo', () => useLaunchInfo()],
    ['useAdapter', () => useAdapter()],
    ['useAnswer', () => useAnswer()],
  ])('%s throws by its name', (name, hook) => {
    expect(() => renderHook(hook, { wrapper: Root })).toThrow(
      `${name}: there is no <CollaborationProvider> above this component.`,
    );
    expectedErrors();
  });
});

class Boundary extends Component<{ readonly children: ReactNode }, { readonly error?: Error }> {
  override state: { readonly error?: Error } = {};

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <button onClick={() => this.setState({ error: undefined })}>{error.message}</button>;
  }
}

describe.each(MODES)('throwOnError, $name', (mode) => {
  it('is off by default: the error is in the result', async () => {
    const { bob, show } = await setStage({ mode });
    bob.isUnreachable();
    let send: UseInviteResult['invite'] | undefined;
    function Inviter(): ReactNode {
      const { invite, error } = useInvite();
      useEffect(() => {
        send = invite;
      }, [invite]);
      return error?.name;
    }
    const { container } = show(
      <Boundary>
        <Inviter />
      </Boundary>,
    );
    act(() => send?.(requestTo('bob')));
    await settle();

    expect(container.textContent).toBe('CollaborationError');
  });

  it('gives the error of an invitation to the boundary; mounted again, it is idle', async () => {
    const { bob, show } = await setStage({ mode });
    bob.isUnreachable();
    let send: UseInviteResult['invite'] | undefined;
    function Inviter(): ReactNode {
      const { invite, state } = useInvite({ throwOnError: true });
      useEffect(() => {
        send = invite;
      }, [invite]);
      return state;
    }
    const { container, getByRole } = show(
      <Boundary>
        <Inviter />
      </Boundary>,
    );
    act(() => send?.(requestTo('bob')));
    await settle();
    expect(getByRole('button').textContent).toMatch(/bob/);
    expect(expectedErrors()).toBeGreaterThan(0);
    act(() => getByRole('button').click());

    expect(container.textContent).toBe('idle');
  });

  it('a function decides for each error', async () => {
    const { show } = await setStage({ mode });
    const mild$ = throwError(() => new Error('mild'));
    const grave$ = new Subject<string>();
    function Reader(): ReactNode {
      const isGrave = ({ message }: Error): boolean => message === 'grave';
      const mild = useObservable(mild$, { throwOnError: isGrave });
      const grave = useObservable(grave$, { throwOnError: isGrave });
      return `${mild.state} ${grave.state}`;
    }
    const { container } = show(
      <Boundary>
        <Reader />
      </Boundary>,
    );
    expect(container.textContent).toBe('error waiting');
    act(() => grave$.error(new Error('grave')));

    expect(container.textContent).toBe('grave');
    expect(expectedErrors()).toBeGreaterThan(0);
  });

  it('gives the error of a stream of the provider to the boundary', async () => {
    const { alice, show } = await setStage({ mode });
    await alice.close();
    function Inbox(): ReactNode {
      return useIncomingInvitations({ throwOnError: true }).state;
    }
    const { container, getByRole } = show(
      <Boundary>
        <Inbox />
      </Boundary>,
    );
    await settle();
    expect(getByRole('button').textContent).toMatch(/open/);
    expect(expectedErrors()).toBeGreaterThan(0);
    await act(() => alice.open());
    act(() => getByRole('button').click());
    await settle();

    expect(container.textContent).toBe('active');
  });
});
