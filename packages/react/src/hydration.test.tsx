import { invite } from '@beckon/core';
import { type Screen, screen } from '@testing-library/dom';
import { act, render } from '@testing-library/react';
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { BehaviorSubject } from 'rxjs';
import { MODES, requestTo, setStage, settle, statesAt } from '../test/stage.tsx';
import { useIncomingInvitations, useInvite, useObservable } from './index.ts';

it.each(MODES)('hydrates what a server has rendered, without a mismatch, $name', async (mode) => {
  const { bob, Wrapper } = await setStage({ mode });
  const source$ = new BehaviorSubject('live');
  function Page() {
    const { invite, state } = useInvite();
    const { value } = useObservable(source$, { initial: 'at first' });
    const { value: count } = useIncomingInvitations({ select: ({ length }) => length });
    return <button onClick={() => invite(requestTo('bob'))}>{`${state} ${value} ${count}`}</button>;
  }
  const container = document.body.appendChild(document.createElement('main'));
  // What renderToString makes of it: server.test.tsx.
  container.innerHTML = '<button>idle at first 0</button>';
  const button = container.firstElementChild;
  render(<Page />, { wrapper: Wrapper, container, hydrate: true });
  await settle();

  const page: Screen = screen;
  expect(page.getByText('idle live 0')).toBe(button);
  act(() => page.getByText('idle live 0').click());
  await settle();
  expect(page.getByText('delivered live 0')).toBe(button);
  expect(statesAt(bob)).toEqual(['pending']);
});

it.each(MODES)('hydrates a part that comes when its stream already runs, $name', async (mode) => {
  const { network, Wrapper } = await setStage({ mode });
  const carol = network.join({ name: 'carol' });
  await carol.open();
  invite(carol, requestTo('alice')).subscribe();
  function Badge(): ReactNode {
    const { value } = useIncomingInvitations({ select: ({ length }) => length });
    return <b>{value}</b>;
  }
  let load: () => void = () => undefined;
  const Late = lazy(
    () =>
      new Promise<{ default: ComponentType }>((resolve) => {
        load = () => resolve({ default: Badge });
      }),
  );
  const container = document.body.appendChild(document.createElement('main'));
  container.innerHTML = '<b>0</b><!--$--><b>0</b><!--/$-->';
  const late = container.lastElementChild;
  render(
    <>
      <Badge />
      <Suspense>
        <Late />
      </Suspense>
    </>,
    { wrapper: Wrapper, container, hydrate: true },
  );
  await settle();
  expect(container.textContent).toBe('10');
  await act(async () => load());
  await settle();

  expect(container.textContent).toBe('11');
  expect(container.lastElementChild).toBe(late);
});
