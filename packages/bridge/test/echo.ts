import type { MessagePipe, ServedPipe } from '../src/node.ts';

/** Sends back what it hears. */
export function echo(pipe: MessagePipe): ServedPipe {
  let end: (() => void) | undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  pipe.open({ message: (message) => pipe.send(message), closed: () => end?.() });
  return {
    ended,
    close() {
      pipe.close();
      end?.();
      return ended;
    },
  };
}
