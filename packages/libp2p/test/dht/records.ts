import type { Relay } from '../../src/relay.ts';
import { until } from '../until.ts';

/** Resolves once each of the nodes keeps so many cards. */
export function recordsAt(nodes: readonly Relay[], count: number): Promise<void> {
  return until(() => nodes.every((node) => node.status().dht?.records === count));
}

/** Resolves once each of the nodes knows another one. */
export function joined(nodes: readonly Relay[]): Promise<void> {
  return until(() => nodes.every((node) => (node.status().dht?.nodes ?? 0) > 0));
}
