import { ScriptedPrompt } from '../../test/scripted-prompt.ts';
import { PLACES, PromptDesk, QUESTIONS, STRANGERS_PLACES } from './prompt-desk.ts';
import type { PromptAnswer, PromptRequest } from './prompt.ts';

const ACCEPT: PromptAnswer = { action: 'accept' };

function request(invitationId: string, isContact = false): PromptRequest {
  return {
    invitationId,
    inviter: { name: 'Ada', isContact, fingerprint: 'x' },
    application: 'Whiteboard',
    expiresAt: 0,
  };
}

describe('PromptDesk', () => {
  const failures: unknown[] = [];
  let prompt: ScriptedPrompt;
  let other: ScriptedPrompt;
  let desk: PromptDesk;
  beforeEach(() => {
    failures.length = 0;
    [prompt, other] = [new ScriptedPrompt(), new ScriptedPrompt()];
    desk = new PromptDesk([prompt.prompt, other.prompt], (error) => failures.push(error));
  });

  const shown = (): readonly string[] => prompt.requests.map(({ invitationId }) => invitationId);

  /** Asks, and collects what comes. */
  function ask(id: string, peer = id, isContact = false) {
    const heard: (PromptAnswer | 'complete' | 'no room')[] = [];
    const asking = desk
      .ask({ peer, isContact, request: () => [request(id, isContact)] })
      .subscribe({
        next: (answer) => heard.push(answer),
        complete: () => heard.push('complete'),
        error: () => heard.push('no room'),
      });
    return { heard, takeBack: () => asking.unsubscribe() };
  }

  it('takes the first answer, and takes the other prompt away', async () => {
    const { heard } = ask('1');
    expect(other.requests).toHaveLength(1);
    await prompt.answer(ACCEPT);
    expect(heard).toEqual([ACCEPT, 'complete']);
    expect([prompt.requests, other.requests]).toEqual([[], []]);
  });

  it('takes both away when the question is taken back', () => {
    const { heard, takeBack } = ask('1');
    takeBack();
    expect([heard, prompt.requests, other.requests]).toEqual([[], [], []]);
  });

  it('goes on with the other prompt when one fails or is put away', async () => {
    const { heard } = ask('1');
    prompt.fail(new Error('no display'));
    expect(failures).toEqual([new Error('no display')]);
    await other.answer(ACCEPT);
    expect(heard).toEqual([ACCEPT, 'complete']);
  });

  it('ends without an answer when all are put away, the older ones of the peer too', async () => {
    const older = ask('1', 'ada');
    const newer = ask('2', 'ada');
    await prompt.putAway();
    expect(newer.heard).toEqual([]);
    await other.putAway();
    expect([older.heard, newer.heard]).toEqual([['complete'], ['complete']]);
    expect(prompt.requests).toEqual([]);
  });

  it('reports a prompt that throws', () => {
    desk = new PromptDesk(
      [
        () => {
          throw new Error('broken');
        },
      ],
      (error) => failures.push(error),
    );
    expect(ask('1').heard).toEqual(['complete']);
    expect(failures).toEqual([new Error('broken')]);
  });

  it('takes an answer that comes at once, and an async function', async () => {
    desk = new PromptDesk([() => [ACCEPT]], () => undefined);
    expect(ask('1').heard).toEqual([ACCEPT, 'complete']);
    desk = new PromptDesk([async () => ACCEPT], () => undefined);
    const { heard } = ask('2');
    await Promise.resolve();
    await Promise.resolve();
    expect(heard).toEqual([ACCEPT, 'complete']);
  });

  it('shows one for each peer, the newest, and then the one before', async () => {
    ask('1', 'ada');
    ask('2', 'ada');
    ask('3', 'bob');
    expect(shown()).toEqual(['2', '3'].sort());
    await prompt.answer(ACCEPT);
    expect([...shown()].sort()).toEqual(['1', '3']);
  });

  it('keeps places for contacts, and lets strangers wait', () => {
    for (let count = 0; count < 20; count++) ask(`s${count}`);
    expect(shown()).toHaveLength(STRANGERS_PLACES);
    const contacts = Array.from({ length: 20 }, (_, count) => ask(`c${count}`, `c${count}`, true));
    expect(shown()).toHaveLength(PLACES);
    expect(shown().every((id) => id.startsWith('c'))).toBe(true);
    for (const { takeBack } of contacts.slice(0, 13)) takeBack();
    expect(shown().filter((id) => id.startsWith('c'))).toHaveLength(7);
    expect(shown().filter((id) => id.startsWith('s'))).toEqual(['s0']);
  });

  it('shows few of ten thousand, and keeps the newest of each peer that fit', () => {
    const asked = Array.from({ length: 10_000 }, (_, count) =>
      ask(`${count}`, `peer ${count % 1_000}`),
    );
    expect(shown()).toHaveLength(STRANGERS_PLACES);
    const kept = asked.filter(({ heard }) => heard.length === 0);
    expect(kept).toHaveLength((QUESTIONS * 3) / 4);
    // They take no place of a contact.
    const contacts = Array.from({ length: QUESTIONS / 4 }, (_, count) =>
      ask(`c${count}`, `c${count}`, true),
    );
    expect(contacts.every(({ heard }) => heard.length === 0)).toBe(true);
  });

  it('without prompts waits', () => {
    desk = new PromptDesk([], () => undefined);
    expect(ask('1').heard).toEqual([]);
  });
});
