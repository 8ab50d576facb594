import type { MessagePipe, PipeReceiver } from '../src/index.ts';

/** Two pipes that are connected in memory; each message is a copy, and arrives a microtask later. */
export interface PipePair {
  readonly client: MessagePipe;
  readonly host: MessagePipe;
  /** Takes away what lies between. What is under way is lost. */
  cut(): void;
  /** What has crossed, either way, in order. */
  readonly crossed: readonly { readonly from: 'client' | 'host'; readonly message: unknown }[];
}

/** Pairs that a test has made; a connection keeps its heartbeat until its pipe ends. */
const made = new Set<PipePair>();

/** To be called after each test. */
export function cutAll(): void {
  for (const pair of made) pair.cut();
  made.clear();
}

export function pipePair(): PipePair {
  const crossed: { from: 'client' | 'host'; message: unknown }[] = [];
  const receivers = new Map<'client' | 'host', PipeReceiver>();
  let isCut = false;

  function deliver(to: 'client' | 'host', act: (receiver: PipeReceiver) => void): void {
    queueMicrotask(() => {
      const receiver = receivers.get(to);
      if (!isCut && receiver !== undefined) act(receiver);
    });
  }

  function end(...sides: ('client' | 'host')[]): void {
    for (const side of sides) {
      const receiver = receivers.get(side);
      receivers.delete(side);
      receiver?.closed('it was cut');
    }
  }

  const side = (from: 'client' | 'host', to: 'client' | 'host'): MessagePipe => ({
    open: (receiver) => void receivers.set(from, receiver),
    send(message) {
      if (isCut) return;
      crossed.push({ from, message });
      const copy = structuredClone(message);
      deliver(to, (receiver) => receiver.message(copy));
    },
    close() {
      receivers.delete(from);
      deliver(to, () => end(to));
    },
  });

  const pair: PipePair = {
    client: side('client', 'host'),
    host: side('host', 'client'),
    crossed,
    cut() {
      isCut = true;
      end('client', 'host');
    },
  };
  made.add(pair);
  return pair;
}
