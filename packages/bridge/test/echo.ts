import type { BridgeChannel, ServedChannel } from '../src/node.ts';

/** Sends back what it hears. */
export function echo(channel: BridgeChannel): ServedChannel {
  let end: (() => void) | undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  channel.open({ message: (message) => channel.send(message), closed: () => end?.() });
  return {
    ended,
    close() {
      channel.close();
      end?.();
      return ended;
    },
  };
}
