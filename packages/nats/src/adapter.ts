import type { CollaborationAdapter } from '@beckon/core';
import type {
  ApplicationFunctions,
  ChannelFunctions,
  CollaborationEventFunctions,
  ContactFunctions,
  EndpointDataFunctions,
  InboxFunctions,
  ObjectFunctions,
  PresenceFunctions,
  VisibilityFunctions,
} from '@beckon/core/adapter';
import { engineAdapter, type Transport, type TransportEngine } from '@beckon/engine';
import type { Authenticator } from '@nats-io/nats-core';
import { asyncScheduler } from 'rxjs';
import { createCounters, type NatsCounters } from './counters.ts';
import { createSeed, type Identity, identityOf } from './identity/identity.ts';
import { loadSeed } from './identity/stored-seed.ts';
import { checkOptions, type NatsAdapterOptions, serverList, transportLimits } from './options.ts';
import type { Platform } from './platform.ts';
import { NatsTransport } from './transport/nats-transport.ts';

/** A {@link CollaborationAdapter} over a NATS broker. */
export interface NatsAdapter extends CollaborationAdapter {
  readonly inbox: InboxFunctions;
  readonly contacts: ContactFunctions;
  readonly channels: ChannelFunctions;
  readonly visibility: VisibilityFunctions;
  readonly events: CollaborationEventFunctions;
  readonly presence: PresenceFunctions;
  readonly applications: ApplicationFunctions;
  readonly objects: ObjectFunctions;
  readonly endpointData: EndpointDataFunctions;
  /** Counts of what was refused, by reason. They grow while the adapter runs. */
  readonly counters: Readonly<NatsCounters>;
}

/** Makes an adapter for a platform. See `natsAdapter`. */
export function adapterOn(platform: Platform, options: NatsAdapterOptions): NatsAdapter {
  checkOptions(options, platform);
  const { name, reception, limits, store, scheduler = asyncScheduler } = options;
  const ownLimits = transportLimits(limits);
  const counters = createCounters();
  let identity: Identity | undefined;

  const openTransport = async (engine: TransportEngine): Promise<Transport> => {
    identity ??= await ownIdentity(platform, options);
    return NatsTransport.open({
      platform,
      identity,
      connection: connectionOptions(options, identity),
      limits: ownLimits,
      keepsMail: options.mail === true,
      engine,
      counters,
      scheduler,
    });
  };
  const engine = engineAdapter({
    name: 'nats',
    counters,
    transport: openTransport,
    scheduler,
    ...(name === undefined ? {} : { endpointName: name }),
    ...(store === undefined ? {} : { store }),
    ...(reception === undefined ? {} : { reception }),
    ...(limits === undefined ? {} : { limits }),
  });
  return { ...engine, counters };
}

async function ownIdentity(
  platform: Platform,
  { seed, store }: NatsAdapterOptions,
): Promise<Identity> {
  const text = seed ?? (store === undefined ? createSeed() : await loadSeed(store));
  const identity = identityOf(platform.keys, text);
  if (identity === undefined) throw new TypeError('natsAdapter: seed is no seed of a user.');
  return identity;
}

function connectionOptions(
  { servers, authenticator, tls }: NatsAdapterOptions,
  identity: Identity,
): Parameters<Platform['connect']>[0] {
  const given = authenticator ?? nkeyLogin(identity);
  return {
    servers: [...serverList(servers)],
    authenticator: typeof given === 'function' ? given : [...given],
    ...(tls === undefined ? {} : { tls }),
  };
}

/** Proves the nkey to a server that asks for a proof. */
function nkeyLogin({ peerName, sign }: Identity): Authenticator {
  return (nonce) => ({
    nkey: peerName,
    sig:
      nonce === undefined
        ? ''
        : btoa(String.fromCharCode(...sign(new TextEncoder().encode(nonce)))),
  });
}
