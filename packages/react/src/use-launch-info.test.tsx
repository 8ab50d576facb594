import { type AppLaunchInfo, type CollaborationAdapter, parseGuid } from '@beckon/core';
import { applicationId, MODES, setStage, settle } from '../test/stage.tsx';
import { useLaunchInfo } from './index.ts';

const info: AppLaunchInfo = {
  endpoint: { address: 'bob' },
  invitation: { applicationId: parseGuid(applicationId), message: 'Join my whiteboard?' },
};

describe.each(MODES)('useLaunchInfo, $name', (mode) => {
  function stageWith(launchInfo: () => Promise<AppLaunchInfo | undefined>) {
    const asked = jest.fn(launchInfo);
    const adapter = (alice: CollaborationAdapter): CollaborationAdapter =>
      Object.assign(Object.create(alice) as CollaborationAdapter, {
        launch: { launchInfo: asked },
      });
    return { asked, stage: setStage({ mode, adapter }) };
  }

  it('waits, and then has what the process was launched with', async () => {
    const { asked, stage } = stageWith(async () => info);
    const { result } = (await stage).use(useLaunchInfo);
    expect(result.current).toMatchObject({ isWaiting: true, value: undefined });
    await settle();

    expect(result.current).toMatchObject({ isWaiting: false, isComplete: true, value: info });
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('tells "not launched by an invitation" from "not known yet"', async () => {
    const { result } = (await stageWith(async () => undefined).stage).use(useLaunchInfo);
    await settle();

    expect(result.current).toMatchObject({ isWaiting: false, isError: false, value: undefined });
  });

  it('selects', async () => {
    const { result } = (await stageWith(async () => info).stage).use(() =>
      useLaunchInfo({ select: (launched) => launched?.invitation.message }),
    );
    await settle();

    expect(result.current.value).toBe('Join my whiteboard?');
  });

  it('says NOT_SUPPORTED of an adapter that launches nothing', async () => {
    const adapter = (alice: CollaborationAdapter): CollaborationAdapter =>
      Object.assign(Object.create(alice) as CollaborationAdapter, { launch: undefined });
    const { result } = (await setStage({ mode, adapter })).use(useLaunchInfo);
    await settle();

    expect(result.current).toMatchObject({ isError: true, error: { code: 'NOT_SUPPORTED' } });
  });
});
