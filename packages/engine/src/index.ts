/**
 * Invitations over any transport: what adapters of beckon's own protocol have in common.
 *
 * @packageDocumentation
 */
export { type EngineAdapter, engineAdapter } from './adapter.ts';
export type { DocumentStore } from './store/document-store.ts';
export { createEngineCounters, type EngineCounters } from './counters.ts';
export type { Letter, Mail, ReceivedLetter } from './mail/mail.ts';
export type { NearMe, NearMeSelf, NearMeStay, NearMeVisitor } from './near-me/near-me.ts';
export type { EngineAdapterOptions, EngineLimits } from './options.ts';
export type {
  ContactCard,
  DialTarget,
  OpenTransport,
  PeerStream,
  ReachedPeer,
  StreamListener,
  StreamProtocol,
  Transport,
  TransportEngine,
} from './transport.ts';
