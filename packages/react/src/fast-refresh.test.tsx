import '../test/inject-refresh.ts';
import { act } from '@testing-library/react';
import { type FunctionComponent, useEffect } from 'react';
import { performReactRefresh, register, setSignature } from 'react-refresh/runtime';
import { MODES, requestTo, setStage, settle, type Stage, statesAt } from '../test/stage.tsx';
import {
  CollaborationProvider,
  useIncomingInvitations,
  useInvite,
  type UseInviteResult,
} from './index.ts';

let invite: UseInviteResult['invite'];
let effects = 0;
let family = 0;

/** The component as a bundler would have it after an edit: a new function in the test's family. */
function edition(label: string, signature: string): FunctionComponent {
  function Inviter() {
    const sent = useInvite();
    useIncomingInvitations();
    useEffect(() => {
      effects += 1;
      invite = sent.invite;
    }, [sent.invite]);
    return (
      <p>
        {label} {sent.state}
      </p>
    );
  }
  register(Inviter, `${family} Inviter`);
  setSignature(Inviter, signature);
  return Inviter;
}

describe.each(MODES)('Fast Refresh, $name', (mode) => {
  let stage: Stage;
  beforeEach(async () => {
    effects = 0;
    family += 1;
    stage = await setStage({ mode });
  });

  it('an edit runs every effect again, and the invitation goes on', async () => {
    const Inviter = edition('first', 'same hooks');
    stage.bob.afterMs(100).accepts();
    const changes = jest.spyOn(stage.alice.inbox, 'changes');
    const { getByText } = stage.show(<Inviter />);
    act(() => invite(requestTo('bob')));
    await settle();
    const before = effects;

    edition('second', 'same hooks');
    act(() => performReactRefresh());
    await settle();
    // React 19 does not run them again in StrictMode.
    if (mode.name === 'plain') expect(effects).toBeGreaterThan(before);
    expect(getByText('second delivered')).toBeDefined();
    await settle(100);

    expect(getByText('second accepted')).toBeDefined();
    expect(statesAt(stage.bob)).toEqual(['accepted']);
    expect(changes).toHaveBeenCalledTimes(1);
  });

  it('an edit of the hooks mounts anew, which cancels; nothing is sent again', async () => {
    const Inviter = edition('first', 'some hooks');
    const { getByText } = stage.show(<Inviter />);
    act(() => invite(requestTo('bob')));
    await settle();

    edition('second', 'other hooks');
    act(() => performReactRefresh());
    await settle();

    expect(getByText('second idle')).toBeDefined();
    expect(statesAt(stage.bob)).toEqual(['withdrawn']);
  });

  it('an edit of a component that renders the provider keeps its invitations', async () => {
    const Inviter = edition('only', 'same hooks');
    const app = (label: string): FunctionComponent => {
      function App() {
        return (
          <CollaborationProvider adapter={stage.alice} options={{}}>
            {label} <Inviter />
          </CollaborationProvider>
        );
      }
      register(App, `${family} App`);
      setSignature(App, 'no hooks');
      return App;
    };
    const App = app('first');
    const { getByText } = stage.show(<App />);
    act(() => invite(requestTo('bob')));
    await settle();
    app('second');
    act(() => performReactRefresh());
    await settle();

    expect(getByText('only delivered')).toBeDefined();
    expect(statesAt(stage.bob)).toEqual(['pending']);
  });
});
