import { CollaborationError, invite } from '@beckon/core';
import { createMockNetwork, type MockNetwork } from '@beckon/mock';
import { act, render, renderHook } from '@testing-library/react';
import { type ReactNode, StrictMode, useEffect } from 'react';
import { renderToString } from 'react-dom/server';
import { expectedErrors } from '../test/console-errors.ts';
import { FakeBridge } from '../test/fake-bridge.ts';
import { applicationId, MODES, settle } from '../test/stage.tsx';
import { BridgeProvider, useAdapter, useBridge, useIncomingInvitations } from './index.ts';

function Standing(): ReactNode {
  const { state, error } = useBridge();
  return <output>{error === undefined ? state : `${state}: ${error.code}`}</output>;
}

function Inbox(): ReactNode {
  const { value: invitations, state } = useIncomingInvitations();
  return (
    <p>
      {state} {invitations.map(({ message }) => message).join()}
    </p>
  );
}

describe.each(MODES)('BridgeProvider, $name', ({ Root }) => {
  let network: MockNetwork;
  let bridge: FakeBridge;
  beforeEach(async () => {
    network = createMockNetwork();
    const hosted = network.join({ name: 'alice' });
    await hosted.open();
    bridge = new FakeBridge(hosted);
  });

  const page = (children: ReactNode = <Inbox />) => (
    <Root>
      <BridgeProvider connect={bridge.connect} retryMs={1000} fallback={<Standing />}>
        <Standing />
        {children}
      </BridgeProvider>
    </Root>
  );

  it('shows its fallback while it connects, and then its children with an open adapter', async () => {
    const { container, unmount } = render(page());
    expect(container.textContent).toBe('connecting');
    await settle();

    expect(container.textContent).toBe('connectedactive ');
    expect([bridge.attempts, bridge.openCount]).toEqual([1, 1]);
    unmount();
    await settle();
    expect([bridge.openCount, bridge.isConnected$.value]).toEqual([0, false]);
    expect(bridge.isConnected$.observed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('tries again while the host is away', async () => {
    bridge.failure = new CollaborationError('SERVICE_UNAVAILABLE', 'no host answers');
    const { container } = render(page());
    await settle();
    expect(container.textContent).toBe('away: SERVICE_UNAVAILABLE');
    await settle(1000);
    expect(bridge.attempts).toBe(2);
    bridge.failure = undefined;
    await settle(1000);

    expect(container.textContent).toBe('connectedactive ');
  });

  it.each(['NOT_AUTHORIZED', 'NOT_SUPPORTED'] as const)(
    'is refused with %s, and tries again only when it is told to',
    async (code) => {
      bridge.failure = new CollaborationError(code, 'no');
      const { container } = render(page(<p>never shown</p>));
      await settle(60_000);
      expect(container.textContent).toBe(`refused: ${code}`);
      expect(bridge.attempts).toBe(1);
    },
  );

  it('retry() tries at once, when it is refused and when it is away', async () => {
    bridge.failure = new CollaborationError('NOT_AUTHORIZED', 'the token is wrong');
    function Retry(): ReactNode {
      return <button onClick={useBridge().retry}>Try again</button>;
    }
    const { container, getByRole } = render(
      <Root>
        <BridgeProvider
          connect={bridge.connect}
          fallback={
            <>
              <Standing />
              <Retry />
            </>
          }
        >
          <Standing />
        </BridgeProvider>
      </Root>,
    );
    const retry = () => act(() => getByRole('button').click());
    await settle();
    bridge.failure = new CollaborationError('SERVICE_UNAVAILABLE', 'no host answers');
    retry();
    await settle(0);
    expect(container.textContent).toContain('away: SERVICE_UNAVAILABLE');
    bridge.failure = undefined;
    retry();
    await settle(0);

    expect(container.textContent).toBe('connected');
    expect(bridge.attempts).toBe(3);
  });

  it('keeps its children when the host is lost, connects again, and begins their streams anew', async () => {
    let mounted = 0;
    function Child(): ReactNode {
      useEffect(() => {
        mounted += 1;
      }, []);
      return null;
    }
    const { container } = render(
      page(
        <>
          <Child />
          <Inbox />
        </>,
      ),
    );
    await settle();
    const before = mounted;
    act(() => bridge.lose());
    expect(container.textContent).toBe('awayactive ');
    await settle(1000);
    expect(container.textContent).toBe('away: SERVICE_UNAVAILABLEcomplete ');

    bridge.failure = undefined;
    await settle(1050);
    expect(container.textContent).toBe('connectedactive ');
    expect(bridge.openCount).toBe(1);
    const bob = network.join({ name: 'bob' });
    await bob.open();
    invite(bob, {
      to: { endpoint: { address: 'alice' } },
      applicationId,
      message: 'Tea?',
    }).subscribe();
    await settle();
    expect(container.textContent).toBe('connectedactive Tea?');
    expect(mounted).toBe(before);
  });

  it('knows at once when a call of the app has connected again', async () => {
    function Call(): ReactNode {
      const adapter = useAdapter();
      return <button onClick={() => void adapter.open()}>Open once more</button>;
    }
    const { container, getByRole } = render(page(<Call />));
    await settle();
    act(() => bridge.lose());
    bridge.failure = undefined;
    act(() => getByRole('button').click());
    await settle(0);

    expect(container.textContent).toContain('connected');
    // That of the provider, and that of the app.
    expect(bridge.openCount).toBe(2);
  });

  it('closes what an attempt has opened that ends after it was removed', async () => {
    let reply: (() => void) | undefined;
    const slow = async () => {
      await new Promise<void>((resolve) => {
        reply = resolve;
      });
      return bridge.connect();
    };
    const { unmount } = render(
      <Root>
        <BridgeProvider connect={slow} />
      </Root>,
    );
    await settle();
    unmount();
    await settle();
    reply?.();
    await settle();

    expect([bridge.attempts, bridge.openCount]).toEqual([1, 0]);
  });

  it('takes what connect throws for a host that is away', async () => {
    const { container } = render(
      <Root>
        <BridgeProvider
          connect={() => {
            throw new Error('a bug of the app');
          }}
          fallback={<Standing />}
        />
      </Root>,
    );
    await settle();

    expect(container.textContent).toBe('away: UNKNOWN');
  });
});

it('useBridge throws by its name without a provider', () => {
  expect(() => renderHook(useBridge)).toThrow(
    'useBridge: there is no <BridgeProvider> above this component.',
  );
  expectedErrors();
});

it('on a server, shows the fallback and connects with nobody', () => {
  const connect = jest.fn();
  const text = renderToString(
    <StrictMode>
      <BridgeProvider connect={connect} fallback={<Standing />}>
        never
      </BridgeProvider>
    </StrictMode>,
  );
  expect(text).toBe('<output>connecting</output>');
  expect(connect).not.toHaveBeenCalled();
});
