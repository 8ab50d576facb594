import { PassThrough } from 'node:stream';
import { terminalPrompt } from './terminal-prompt.ts';
import type { PromptAnswer, PromptRequest } from './prompt.ts';
import { asapScheduler, from } from 'rxjs';

const request = (name = 'Ada', message?: string): PromptRequest => ({
  invitationId: name,
  inviter: { name, isContact: false, fingerprint: 'abcd efgh' },
  application: 'Whiteboard',
  ...(message === undefined ? {} : { message }),
  expiresAt: 0,
});

/** A terminal whose clock a test moves. */
class Terminal {
  readonly input = new PassThrough();
  readonly output = new PassThrough();
  now = 0;
  readonly prompt = terminalPrompt({
    input: this.input,
    output: this.output,
    scheduler: {
      now: () => this.now,
      schedule: asapScheduler.schedule.bind(asapScheduler),
    },
  });

  get shown(): string {
    return String(this.output.read() ?? '');
  }

  ask(asked = request()) {
    const heard: (PromptAnswer | 'complete' | 'error')[] = [];
    const subscription = from(this.prompt(asked)).subscribe({
      next: (answer) => heard.push(answer),
      complete: () => heard.push('complete'),
      error: () => heard.push('error'),
    });
    return { heard, subscription };
  }

  /** Types a line, a second after what was shown. */
  async type(line: string, afterMs = 1_000): Promise<void> {
    this.now += afterMs;
    this.input.write(`${line}\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('terminalPrompt', () => {
  let terminal: Terminal;
  beforeEach(() => {
    terminal = new Terminal();
  });

  it('shows who invites, their proven identity, and the message', () => {
    terminal.ask(request('Ada', 'Come and draw'));
    expect(terminal.shown).toBe(
      '\nAda invites you: Whiteboard\n  “Come and draw”\n  Not in your contacts. Identity: abcd efgh\nAccept? [y]es, [n]o, [l]ater: ',
    );
  });

  it.each<[string, readonly (PromptAnswer | 'complete')[]]>([
    ['y', [{ action: 'accept' }, 'complete']],
    ['YES', [{ action: 'accept' }, 'complete']],
    ['y On my way', [{ action: 'accept', message: 'On my way' }, 'complete']],
    ['n', [{ action: 'decline' }, 'complete']],
    ['no  Not now ', [{ action: 'decline', message: 'Not now' }, 'complete']],
    ['', ['complete']],
    ['later', ['complete']],
    ['yesterday', []],
    ['x', []],
  ])('takes %j', async (line, expected) => {
    const { heard } = terminal.ask();
    await terminal.type(line);
    expect(heard).toEqual(expected);
  });

  it('sends at most 255 units, and cuts no character in two', async () => {
    const { heard } = terminal.ask();
    await terminal.type(`y ${'\u{1d11e}'.repeat(200)}`);
    expect(heard[0]).toEqual({ action: 'accept', message: '\u{1d11e}'.repeat(127) });
  });

  it('asks again after a line that is no answer', async () => {
    const { heard } = terminal.ask();
    await terminal.type('what?');
    await terminal.type('y');
    expect(heard).toEqual([{ action: 'accept' }, 'complete']);
  });

  it('does not take a line that was on its way when the question appeared', async () => {
    const { heard } = terminal.ask();
    await terminal.type('y', 100);
    expect(heard).toEqual([]);
    await terminal.type('n');
    expect(heard).toEqual([{ action: 'decline' }, 'complete']);
  });

  it('asks one question after the other, and leaves out what is taken back', async () => {
    const [ada, bob, eve] = ['Ada', 'Bob', 'Eve'].map((name) => terminal.ask(request(name)));
    expect(terminal.shown).not.toContain('Bob');
    bob!.subscription.unsubscribe();
    ada!.subscription.unsubscribe();
    expect(terminal.shown).toContain('Eve invites you');
    await terminal.type('y');
    expect(eve!.heard).toEqual([{ action: 'accept' }, 'complete']);
    expect([ada!.heard, bob!.heard]).toEqual([[], []]);
  });

  it('errors when the input has ended', async () => {
    const { heard } = terminal.ask();
    terminal.input.end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual(['error']);
  });

  it('reads nothing while there is no question', async () => {
    const { subscription } = terminal.ask();
    subscription.unsubscribe();
    expect(terminal.input.isPaused()).toBe(true);
  });
});
