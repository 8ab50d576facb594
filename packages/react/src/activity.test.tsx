import { act } from '@testing-library/react';
import * as React from 'react';
import { MODES, requestTo, setStage, settle, type Stage, statesAt } from '../test/stage.tsx';
import {
  CollaborationProvider,
  useIncomingInvitations,
  useInvite,
  type UseInviteResult,
} from './index.ts';

declare const REACT_MAJOR: number;

const { Activity } = React as Partial<Pick<typeof React, 'Activity'>>;

it('React has Activity from version 19 on', () => {
  expect(Activity !== undefined).toBe(REACT_MAJOR >= 19);
});

let invite: UseInviteResult['invite'];
let effects = 0;

function Inviter(): React.ReactNode {
  const sent = useInvite();
  const incoming = useIncomingInvitations();
  React.useEffect(() => {
    effects += 1;
    invite = sent.invite;
    return () => {
      effects -= 1;
    };
  }, [sent.invite]);
  return (
    <p>
      {sent.state} {incoming.state}
    </p>
  );
}

if (Activity !== undefined) {
  describe.each(MODES)('Activity, $name', (mode) => {
    let stage: Stage;
    const at = (isShown: boolean, content: React.ReactNode = <Inviter />) => (
      <Activity mode={isShown ? 'visible' : 'hidden'}>{content}</Activity>
    );

    beforeEach(async () => {
      effects = 0;
      stage = await setStage({ mode });
    });

    it('hiding a component cancels nothing; shown again, it knows the answer', async () => {
      stage.bob.afterMs(100).accepts();
      const { rerender, getByText } = stage.show(at(true));
      act(() => invite(requestTo('bob')));
      await settle();
      rerender(at(false));
      expect(effects).toBe(0);
      await settle();
      expect(statesAt(stage.bob)).toEqual(['pending']);
      await settle(100);
      rerender(at(true));
      await settle();

      expect(getByText('accepted active', { exact: false }).style.display).toBe('');
      expect(statesAt(stage.bob)).toEqual(['accepted']);
    });

    it('removing a hidden component cancels', async () => {
      const { rerender } = stage.show(at(true));
      act(() => invite(requestTo('bob')));
      await settle();
      rerender(at(false));
      await settle();
      rerender(<p>gone</p>);
      await settle();

      expect(statesAt(stage.bob)).toEqual(['withdrawn']);
    });

    it('a component that is prepared while hidden sends nothing, and can send once shown', async () => {
      const { rerender, getByText } = stage.show(at(false));
      await settle();
      expect(effects).toBe(0);
      rerender(at(true));
      act(() => invite(requestTo('bob')));
      await settle();

      expect(getByText('delivered', { exact: false })).toBeDefined();
      expect(statesAt(stage.bob)).toEqual(['pending']);
    });

    it('hiding a provider cancels nothing, removing it then does', async () => {
      const provider = (
        <CollaborationProvider adapter={stage.alice}>
          <Inviter />
        </CollaborationProvider>
      );
      const { rerender } = stage.show(at(true, provider));
      act(() => invite(requestTo('bob')));
      await settle();
      rerender(at(false, provider));
      await settle();
      expect(statesAt(stage.bob)).toEqual(['pending']);
      rerender(<p>gone</p>);
      await settle();

      expect(statesAt(stage.bob)).toEqual(['withdrawn']);
    });

    it('a hidden component is not registered at the adapter, and registers again when shown', async () => {
      const changes = jest.spyOn(stage.alice.inbox, 'changes');
      const { rerender } = stage.show(at(true));
      await settle();
      expect(changes).toHaveBeenCalledTimes(1);
      rerender(at(false));
      await settle();
      rerender(at(true));
      await settle();

      expect(changes).toHaveBeenCalledTimes(2);
    });
  });
}
