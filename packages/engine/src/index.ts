/**
 * Invitations over any transport: the common part of all adapters that speak beckon's own protocol.
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
export { type Turn, Turns, type TurnsInit } from './turns.ts';
