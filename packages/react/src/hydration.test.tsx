import { type Screen, screen } from '@testing-library/dom';
import { act, render } from '@testing-library/react';
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
