import type { Stream } from '@libp2p/interface';

/** The streams on which an invitation or a channel is open. The transport tells, and who has to end connections looks. */
export type StreamsInUse = WeakSet<Stream>;
