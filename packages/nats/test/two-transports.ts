import type { PeerStream, StreamProtocol } from '@beckon/engine';
import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { createCounters, type NatsCounters } from '../src/counters.ts';
import { createSeed, identityOf } from '../src/identity/identity.ts';
import { type NatsLimits, transportLimits } from '../src/options.ts';
import type { Platform } from '../src/platform.ts';
import { NatsTransport } from '../src/transport/nats-transport.ts';

/** A stream, and what has come over it. */
export interface HeardStream {
  readonly stream: PeerStream;
  readonly bytes: number[];
  readonly state: { isEnded: boolean; drains: number };
}

/** A transport, with what an engine would have got. */
export interface TestTransport {
  readonly transport: NatsTransport;
  readonly seed: string;
  readonly counters: NatsCounters;
  /** Streams that peers have opened. */
  readonly incoming: HeardStream[];
  dial(to: string, protocol?: StreamProtocol, signal?: AbortSignal): Promise<HeardStream>;
}

export interface TestTransportOptions {
  readonly platform: Platform;
  readonly servers?: string;
  readonly seed?: string;
  readonly limits?: NatsLimits;
  readonly scheduler?: SchedulerLike;
  readonly knows?: (peerName: string) => boolean;
  readonly admits?: (peerName: string) => boolean;
}

export async function openTransport({
  platform,
  servers = 'nats://memory',
  seed = createSeed(),
  limits,
  scheduler = asyncScheduler,
  knows = () => false,
  admits = () => true,
}: TestTransportOptions): Promise<TestTransport> {
  const counters = createCounters();
  const incoming: HeardStream[] = [];
  const identity = identityOf(platform.keys, seed)!;
  const transport = await NatsTransport.open({
    platform,
    identity,
    connection: { servers },
    limits: transportLimits(limits),
    keepsMail: false,
    engine: {
      onStream: (stream) => void incoming.push(hear(stream)),
      admits,
      knows,
      addressesOf: () => [],
      onAddressesChanged: () => undefined,
    },
    counters,
    scheduler,
  });
  return {
    transport,
    seed,
    counters,
    incoming,
    async dial(to, protocol = 'invitation', signal = new AbortController().signal) {
      const target = transport.target('test', { address: `nats:${to}` });
      const reached = await transport.dial(target);
      return hear(await reached.open(signal, protocol, () => undefined));
    },
  };
}

function hear(stream: PeerStream): HeardStream {
  const heard: HeardStream = { stream, bytes: [], state: { isEnded: false, drains: 0 } };
  stream.listen({
    onData: (bytes) => void heard.bytes.push(...bytes),
    onDrain: () => {
      heard.state.drains += 1;
    },
    onEnd: () => void (heard.state.isEnded = true),
  });
  return heard;
}
