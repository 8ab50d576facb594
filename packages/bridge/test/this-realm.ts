import type { BridgeChannel } from '../src/index.ts';

/**
 * Jest runs tests in a realm of their own, and structured clone makes objects of another, which no
 * strict comparison takes for equal. Rebuilds every message that comes in.
 */
export function inThisRealm(channel: BridgeChannel): BridgeChannel {
  return {
    ...channel,
    open: (receiver) =>
      channel.open({ ...receiver, message: (message) => receiver.message(rebuilt(message)) }),
  };
}

function rebuilt(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(rebuilt);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rebuilt(item)]));
}
