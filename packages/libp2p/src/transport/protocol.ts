import type { StreamProtocol } from '@beckon/engine';

/** The libp2p protocol of a stream that carries invitations. The major version is part of it. */
export const INVITATION_PROTOCOL = '/beckon/invitation/1.0.0';
/** The libp2p protocol of a stream that is one channel. */
const CHANNEL_PROTOCOL = '/beckon/channel/1.0.0';

export const STREAM_PROTOCOLS: readonly StreamProtocol[] = ['invitation', 'channel'];

export const PROTOCOL_IDS: Readonly<Record<StreamProtocol, string>> = {
  invitation: INVITATION_PROTOCOL,
  channel: CHANNEL_PROTOCOL,
};
/**
 * The most streams of each protocol on one connection, in each direction. One stream for invitations is in use, and
 * others may be just ending.
 */
export const MAX_STREAMS: Readonly<Record<StreamProtocol, number>> = {
  invitation: 4,
  channel: 40,
};

export function isEngineProtocol(id: string): boolean {
  return Object.values(PROTOCOL_IDS).includes(id);
}
