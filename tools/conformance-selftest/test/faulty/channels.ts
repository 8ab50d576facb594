import type { FaultyAdapters } from '../faulty-adapter.ts';

export const faultyChannels: FaultyAdapters = [];
