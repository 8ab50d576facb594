import { createInterface } from 'node:readline';
import { LIMITS } from '@beckon/core';
import { asyncScheduler, Observable, type SchedulerLike, type Subscriber } from 'rxjs';
import { inviterLine } from './inviter-line.ts';
import type { Prompt, PromptAnswer, PromptRequest } from './prompt.ts';
import { shownText } from './shown-text.ts';

/** A line that was on its way when the question appeared is no answer to it, in milliseconds. */
const GUARD_MS = 300;

export interface TerminalPromptOptions {
  /** Default: `process.stdin`. */
  readonly input?: NodeJS.ReadableStream;
  /** Default: `process.stdout`. */
  readonly output?: NodeJS.WritableStream;
  /** Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

interface Asked {
  readonly request: PromptRequest;
  readonly subscriber: Subscriber<PromptAnswer>;
}

/**
 * Asks in a terminal, one question after the other: `y` accepts, `n` declines, and what follows on the line goes to
 * the inviter; `l` or nothing puts it away. Reads the input while there is a question. When the input has ended,
 * it errors: nobody can answer there.
 */
export function terminalPrompt(options: TerminalPromptOptions = {}): Prompt {
  const { input = process.stdin, output = process.stdout, scheduler = asyncScheduler } = options;
  const waiting: Asked[] = [];
  let stopAsking: (() => void) | undefined;

  const askNext = (): void => {
    const [next] = waiting;
    if (stopAsking !== undefined || next === undefined) return;
    stopAsking = askOne(next);
  };

  const askOne = ({ request, subscriber }: Asked): (() => void) => {
    const shownAt = scheduler.now();
    const lines = createInterface({ input, output });
    const ask = (): void => {
      lines.setPrompt('Accept? [y]es, [n]o, [l]ater: ');
      lines.prompt();
    };
    output.write(`\n${questionLines(request).join('\n')}\n`);
    ask();
    lines.on('line', (line) => {
      if (scheduler.now() - shownAt < GUARD_MS) return ask();
      const answer = answerIn(line);
      if (answer === undefined) return ask();
      if (answer !== 'later') subscriber.next(answer);
      subscriber.complete();
    });
    // A terminal in raw mode hands the signal to the reader of its lines.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    const onEnded = (): void => subscriber.error(new Error('terminalPrompt: the input has ended.'));
    lines.on('close', onEnded);
    return () => {
      lines.off('close', onEnded);
      lines.close();
    };
  };

  return (request) =>
    new Observable((subscriber) => {
      const asked = { request, subscriber };
      waiting.push(asked);
      subscriber.add(() => {
        const place = waiting.indexOf(asked);
        waiting.splice(place, 1);
        if (place === 0) {
          stopAsking?.();
          stopAsking = undefined;
        }
        askNext();
      });
      askNext();
    });
}

function questionLines({ inviter, application, message }: PromptRequest): readonly string[] {
  return [
    `${inviter.name} invites you: ${application}`,
    ...(message === undefined ? [] : [`  “${message}”`]),
    `  ${inviterLine(inviter)}`,
  ];
}

function answerIn(line: string): PromptAnswer | 'later' | undefined {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*(.*)$/u.exec(line) ?? [];
  const message = withinUnits(shownText(rest, LIMITS.messageUtf16Units), LIMITS.messageUtf16Units);
  const withMessage = message === '' ? {} : { message };
  switch (word.toLowerCase()) {
    case 'y':
    case 'yes':
      return { action: 'accept', ...withMessage };
    case 'n':
    case 'no':
      return { action: 'decline', ...withMessage };
    case '':
    case 'l':
    case 'later':
      return 'later';
    default:
      return undefined;
  }
}

/** The longest beginning of a text that has at most so many UTF-16 units and cuts no character in two. */
function withinUnits(text: string, maxUnits: number): string {
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > maxUnits) break;
    kept += character;
  }
  return kept;
}
