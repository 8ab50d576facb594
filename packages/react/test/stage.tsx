import type { CollaborationAdapter, InviteRequest, RuntimeOptions } from '@beckon/core';
import { createMockNetwork, type MockAdapter, type MockNetwork, type MockPeer } from '@beckon/mock';
import {
  act,
  render,
  renderHook,
  type RenderHookResult,
  type RenderResult,
} from '@testing-library/react';
import { type ComponentType, Fragment, type ReactNode, StrictMode } from 'react';
import type { SchedulerLike } from 'rxjs';
import { CollaborationProvider } from '../src/index.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

export const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

/** A request to the scripted peer of that name. */
export function requestTo(address: string, rest: Partial<InviteRequest> = {}): InviteRequest {
  return { to: { endpoint: { address } }, applicationId, ...rest };
}

/** How a tree is rendered; for `describe.each`. */
export interface Mode {
  readonly name: string;
  readonly Root: ComponentType<{ readonly children?: ReactNode }>;
}

export const MODES: readonly Mode[] = [
  { name: 'plain', Root: ({ children }) => <Fragment>{children}</Fragment> },
  { name: 'in StrictMode', Root: ({ children }) => <StrictMode>{children}</StrictMode> },
];

export interface Stage {
  readonly network: MockNetwork;
  /** The adapter of the provider: open. */
  readonly alice: MockAdapter;
  readonly bob: MockPeer;
  /** Gives `children` a provider, as all the others do. */
  readonly Wrapper: ComponentType<{ readonly children?: ReactNode }>;
  show(children: ReactNode): RenderResult;
  use<Result>(hook: () => Result): RenderHookResult<Result, unknown>;
}

export interface StageOptions {
  readonly mode?: Mode;
  readonly adapter?: (alice: MockAdapter) => CollaborationAdapter;
  readonly options?: RuntimeOptions;
  /** Of the network: virtual time. */
  readonly scheduler?: SchedulerLike;
}

/** A network with a provider for Alice, and Bob to invite. */
export async function setStage({
  mode: { Root } = MODES[0]!,
  adapter = (alice) => alice,
  options,
  scheduler,
}: StageOptions = {}): Promise<Stage> {
  const network = createMockNetwork(scheduler === undefined ? {} : { scheduler });
  const alice = network.join({ name: 'alice' });
  await alice.open();
  const given = adapter(alice);
  const Wrapper = ({ children }: { readonly children?: ReactNode }): ReactNode => (
    <Root>
      <CollaborationProvider adapter={given} {...(options === undefined ? {} : { options })}>
        {children}
      </CollaborationProvider>
    </Root>
  );
  return {
    network,
    alice,
    bob: network.peer('bob'),
    Wrapper,
    show: (children) => render(<>{children}</>, { wrapper: Wrapper }),
    use: (hook) => renderHook(hook, { wrapper: Wrapper }),
  };
}

/** Lets time pass: without an argument, enough for every message and reply that is under way. */
export async function settle(ms = 50): Promise<void> {
  await act(async () => {
    await jest.advanceTimersByTimeAsync(ms);
  });
}

/** What became of everything that Bob has received. */
export function statesAt(peer: MockPeer): readonly string[] {
  return peer.received.map(({ status }) => status.state);
}
