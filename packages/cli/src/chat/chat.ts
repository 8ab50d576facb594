import { clearLine, createInterface, cursorTo } from 'node:readline';
import type { CollaborationAdapter } from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import { shownText } from '@beckon/host';
import type { Line, Output } from '../output/output.ts';

const MESSAGE_CHARACTERS = 4_000;

export interface ChatInit {
  readonly adapter: CollaborationAdapter;
  readonly invitationId: string;
  /** What to call the other side. */
  readonly name: string;
  readonly output: Output;
  readonly interrupted: AbortSignal;
}

/**
 * Sends each line of the input over the channel of an accepted invitation, and prints what comes. Ends when the
 * other side leaves, or the input ends; rejects when the channel fails.
 */
export async function chat({
  adapter,
  invitationId,
  name,
  output,
  interrupted,
}: ChatInit): Promise<void> {
  const channel$ = invitationChannel<string>(adapter, invitationId, {
    deserializer: (bytes) => shownText(new TextDecoder().decode(bytes), MESSAGE_CHARACTERS),
    serializer: (text) => new TextEncoder().encode(text),
  });
  const isTyped = output.isTerminal && process.stdin.isTTY;
  const lines = createInterface({
    input: process.stdin,
    // With it the reader itself reads the keys of a terminal: Ctrl-D ends the chat, and not the input.
    ...(isTyped ? { output: process.stdout } : {}),
    prompt: '> ',
  });
  const show = (line: Line): void => {
    if (isTyped) {
      clearLine(process.stdout, 0);
      cursorTo(process.stdout, 0);
    }
    output.print(line);
    // With what has been typed already.
    if (isTyped) lines.prompt(true);
  };
  show({
    data: { type: 'chatStarted', with: name },
    text: `You are talking with ${name}. Each line is sent; Ctrl-D ends the chat.`,
  });
  const leave = (): void => channel$.complete();
  lines.on('line', (line) => {
    try {
      if (line.trim() !== '') channel$.next(line);
    } catch (error) {
      output.warn(error);
    }
    if (isTyped) lines.prompt();
  });
  lines.on('close', leave);
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  interrupted.addEventListener('abort', leave);
  try {
    await new Promise<void>((resolve, reject) => {
      channel$.subscribe({
        next: (text) =>
          show({ data: { type: 'message', from: name, text }, text: `${name}: ${text}` }),
        error: reject,
        complete: resolve,
      });
    });
  } finally {
    interrupted.removeEventListener('abort', leave);
    lines.off('close', leave);
    lines.close();
    output.print({ data: { type: 'chatEnded', with: name }, text: '\nThe chat has ended.' });
  }
}
