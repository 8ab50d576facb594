import * as core from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import * as explain from '@beckon/core/explain';
import { createMockNetwork, type MockAdapter, type MockNetwork } from '@beckon/mock';
import { act, fireEvent, render, screen } from '@testing-library/react';
import * as react from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import { FakeBridge } from '../test/fake-bridge.ts';
import { readmeExample } from '../test/readme-example.ts';
import { applicationId, MODES, settle, statesAt } from '../test/stage.tsx';
import * as beckonReact from './index.ts';

const MODULES = {
  '@beckon/core': core,
  '@beckon/core/explain': explain,
  '@beckon/react': beckonReact,
  react,
  'react/jsx-runtime': jsxRuntime,
};

/** What the browser gives to a page's `unhandledrejection`. */
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', onUnhandled);
});
afterEach(async () => {
  jest.useRealTimers();
  // Node tells of them after the microtasks.
  await new Promise((resolve) => setTimeout(resolve));
  process.off('unhandledRejection', onUnhandled);
  expect(unhandled).toEqual([]);
});

/** Both clicks of a double click hit what is in the same place: the same element, also when it has changed. */
function doubleClick(button: HTMLElement): void {
  const { parentElement } = button;
  const place = Array.from(parentElement?.children ?? []).indexOf(button);
  fireEvent.click(button);
  const second = parentElement?.children[place];
  if (second !== undefined) fireEvent.click(second);
}

describe.each(MODES)("the README's first example, $name", ({ Root }) => {
  const { App } = readmeExample('export function App({ adapter }', MODULES) as {
    App: react.ComponentType<{ adapter: MockAdapter }>;
  };
  let network: MockNetwork;
  let alice: MockAdapter;
  beforeEach(async () => {
    network = createMockNetwork();
    alice = network.join({ name: 'alice' });
    carol = network.join({ name: 'carol', contact: { displayName: 'Carol' } });
    await Promise.all([alice.open(), carol.open()]);
    render(
      <Root>
        <App adapter={alice} />
      </Root>,
    );
    await settle();
  });

  const inviteButton = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Invite bob' });
  const text = () => document.body.textContent;

  let carol: MockAdapter;

  async function carolInvites() {
    const states: string[] = [];
    const sent = core
      .invite(carol, { to: { endpoint: alice.endpoint }, applicationId, message: 'Tea?' })
      .subscribe({ next: ({ state }) => states.push(state), error: () => undefined });
    await settle();
    return { states, sent };
  }

  it('a double click on Invite sends one invitation, and does not take it back', async () => {
    const bob = network.peer('bob').ignores();
    doubleClick(inviteButton());
    await settle();
    doubleClick(inviteButton());
    await settle();

    expect(statesAt(bob)).toEqual(['pending']);
    expect(text()).toContain('Waiting for an answer…');
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await settle();
    expect(statesAt(bob)).toEqual(['withdrawn']);
  });

  it('accepted is shown, and stays, whatever is clicked in its place', async () => {
    const bob = network.peer('bob').accepts();
    doubleClick(inviteButton());
    await settle();
    doubleClick(inviteButton());
    await settle(60_000);

    expect(text()).toContain('bob is here.');
    expect(statesAt(bob)).toEqual(['accepted']);
    fireEvent.click(screen.getByRole('button', { name: 'Leave' }));
    expect(inviteButton().disabled).toBe(false);
  });

  it('an error is shown in a sentence for a person', async () => {
    network.peer('bob').isUnreachable();
    fireEvent.click(inviteButton());
    await settle();

    expect(text()).toContain(explain.ENGLISH_SENTENCES.UNREACHABLE);
  });

  it('a double click on Join answers once, and is with whom it was', async () => {
    const { states } = await carolInvites();
    doubleClick(screen.getByRole('button', { name: 'Join' }));
    await settle(60_000);

    expect(text()).toContain('You are with Carol.');
    expect(states.at(-1)).toBe('accepted');
  });

  it('a click on Join that comes too late, and one that fails, are told in a sentence', async () => {
    const { sent } = await carolInvites();
    sent.unsubscribe();
    fireEvent.click(screen.getByRole('button', { name: 'Join' }));
    await settle();
    expect(text()).toContain('It was taken back.');

    await carolInvites();
    const failure = new core.CollaborationError('SERVICE_UNAVAILABLE', 'the host is away');
    jest.spyOn(alice.inbox, 'accept').mockRejectedValue(failure);
    fireEvent.click(screen.getByRole('button', { name: 'Join' }));
    await settle();
    expect(screen.getByRole('alert').textContent).toBe(
      explain.ENGLISH_SENTENCES.SERVICE_UNAVAILABLE,
    );
  });
});

describe.each(MODES)("the README's example over a bridge, $name", ({ Root }) => {
  const host = { url: 'ws://127.0.0.1:1/beckon', token: 'right' };

  async function openPage(hostOfPage: () => typeof host | undefined) {
    const hosted = createMockNetwork().join({ name: 'alice' });
    await hosted.open();
    const bridge = new FakeBridge(hosted);
    const pipes: unknown[] = [];
    const { App } = readmeExample('hostOfPage()', {
      ...MODULES,
      '@beckon/bridge': {
        hostOfPage,
        webSocketPipe: (...given: unknown[]) => pipes.push(given),
        bridgeAdapter: (pipe: () => unknown) => {
          pipe();
          return bridge.connect();
        },
      },
    }) as { App: react.ComponentType };
    return { bridge, pipes, App };
  }

  it('says connecting, connected, away and refused in words', async () => {
    const { bridge, pipes, App } = await openPage(() => host);
    bridge.failure = new core.CollaborationError('NOT_AUTHORIZED', 'the token is wrong');
    const { container } = render(
      <Root>
        <App />
      </Root>,
    );
    expect(container.textContent).toBe('Connecting with the host…');
    await settle();
    expect(container.textContent).toContain('The host does not let this page in.');
    bridge.failure = undefined;
    fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
    await settle();
    expect(container.textContent).toBe('0 invitations');
    act(() => bridge.lose());
    expect(container.textContent).toContain('The host is away.');
    bridge.failure = undefined;
    await settle(2000);
    expect(container.textContent).toBe('0 invitations');
    expect(pipes[0]).toEqual([host.url, host]);
  });

  it('says what to do without an address of a host', async () => {
    const { App } = await openPage(() => undefined);
    const { container } = render(
      <Root>
        <App />
      </Root>,
    );
    expect(container.textContent).toContain('Open this page with the address');
  });
});

describe.each(MODES)("the README's example for Next.js, $name", ({ Root }) => {
  it('opens the adapter in the browser, and closes it when it is removed', async () => {
    const { Providers } = readmeExample("'use client'", MODULES) as {
      Providers: react.ComponentType<{ join: () => MockAdapter; children: react.ReactNode }>;
    };
    const network = createMockNetwork();
    const joined: { isOpen: boolean }[] = [];
    const join = () => {
      const adapter = network.join({ name: `alice/${joined.length}` });
      const standing = { isOpen: false };
      joined.push(standing);
      const { open, close } = adapter;
      return Object.assign(Object.create(adapter) as MockAdapter, {
        open: async () => {
          await open.call(adapter);
          standing.isOpen = true;
        },
        close: async () => {
          standing.isOpen = false;
          await close.call(adapter);
        },
      });
    };
    const page = (
      <Root>
        <Providers join={join}>
          <p>the page</p>
        </Providers>
      </Root>
    );
    const { container, unmount } = render(page);
    expect(container.textContent).toBe('Connecting…');
    await settle();
    expect(container.textContent).toBe('the page');
    expect(joined.filter(({ isOpen }) => isOpen)).toHaveLength(1);
    unmount();
    await settle();
    expect(joined.filter(({ isOpen }) => isOpen)).toEqual([]);
  });
});

describe.each(MODES)("the README's examples of people, $name", ({ Root }) => {
  let network: MockNetwork;
  let alice: MockAdapter;
  let bob: MockAdapter;
  beforeEach(async () => {
    network = createMockNetwork();
    alice = network.join({ name: 'alice' });
    bob = network.join({ name: 'bob', contact: { displayName: 'Bob' } });
    await Promise.all([alice.open(), bob.open()]);
  });

  async function done<T>(reply: PromiseLike<T>): Promise<T> {
    const replied = Promise.resolve(reply);
    await settle();
    return replied;
  }

  async function show(page: react.ReactNode) {
    const { CollaborationProvider } = beckonReact;
    const rendered = render(
      <Root>
        <CollaborationProvider adapter={alice}>{page}</CollaborationProvider>
      </Root>,
    );
    // A person is shown after the list, and the list after signing in: React 18 renders at the end of each act().
    for (let step = 0; step < 4; step += 1) await settle();
    return rendered;
  }

  it('Nearby is visible while it is shown, and lists who is near and how they are', async () => {
    await done(bob.visibility.signIn('nearMe'));
    await done(bob.presence.setOwn({ status: 'busy', text: 'In a meeting' }));
    const { Nearby } = readmeExample('function Nearby', MODULES) as { Nearby: react.ComponentType };
    const { container, unmount } = await show(<Nearby />);
    expect(container.textContent).toBe('Bob In a meetingBe busy');
    fireEvent.click(screen.getByRole('button', { name: 'Be busy' }));
    await settle();
    expect(container.textContent).toBe('Bob In a meetingBe available');
    expect(await done(alice.presence.own())).toEqual({ status: 'busy' });
    unmount();
    await settle();
    expect(await done(alice.visibility.scope())).toBe('none');
  });

  it('Game plays both ways, and connects again after a loss', async () => {
    let invitationId = '';
    core.incomingInvitations(bob).subscribe((invitation) => {
      invitationId = invitation.id;
      void invitation.accept();
    });
    const status = await done(
      core.inviteAsync(alice, { to: { endpoint: bob.endpoint }, applicationId }),
    );
    const { Game } = readmeExample('function Game', MODULES) as {
      Game: react.ComponentType<{ invitationId: string | undefined }>;
    };
    const id = status.state === 'accepted' ? status.invitationId : undefined;
    const { container } = await show(<Game invitationId={id} />);
    expect(container.textContent).toBe('waitingPlay e4');
    const moves: unknown[] = [];
    const board = invitationChannel<string>(bob, invitationId);
    board.subscribe({ next: (move) => moves.push(move), error: () => undefined });
    fireEvent.click(screen.getByRole('button', { name: 'Play e4' }));
    board.next('e5');
    await settle();
    expect(container.textContent).toBe('They played e5Play e4');
    expect(moves).toEqual(['e4']);
    network.crash('bob');
    await settle();
    expect(screen.getByRole('button', { name: 'Connect again' })).toBeDefined();
  });

  it('InviteAll says how each stands, and withdraws the rest after the first who accepts', async () => {
    network.peer('carol').afterMs(500).accepts();
    const dave = network.peer('dave').ignores();
    const people = ['carol', 'dave', 'erin'].map((address) => ({
      id: core.createGuid(),
      nickname: address,
      endpoint: { address, name: address.toUpperCase() },
    }));
    network.peer('erin').isUnreachable();
    const { InviteAll } = readmeExample('function InviteAll', MODULES) as {
      InviteAll: react.ComponentType<{ people: readonly core.PersonNearMe[] }>;
    };
    const { container } = await show(<InviteAll people={people} />);
    fireEvent.click(screen.getByRole('button', { name: 'Invite all' }));
    await settle();
    expect(container.textContent).toContain('CAROL: deliveredDAVE: deliveredERIN: ');
    await settle(600);
    expect(container.textContent).toContain('CAROL: acceptedDAVE: cancelled');
    expect(container.textContent).toContain(explain.ENGLISH_SENTENCES.UNREACHABLE);
    expect(statesAt(dave)).toEqual(['withdrawn']);
  });
});
