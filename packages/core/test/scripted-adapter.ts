import { map, NEVER, type Observable, of } from 'rxjs';
import type { EventHandle, InvitationHandle } from '../src/adapter.ts';
import type {
  CollaborationAdapter,
  Contact,
  Endpoint,
  Invitation,
  InvitationResponse,
  Unanswered,
} from '../src/index.ts';
import { replyFrom } from './virtual-reply.ts';

/** The replies of the adapter for one endpoint. Each Observable stands for one reply. */
export interface EndpointScript {
  /** Emits when the handle comes; an error refuses the invitation. Default: at once. */
  readonly handle?: Observable<unknown>;
  /** Emits when the event is signalled. */
  readonly signals?: Observable<unknown>;
  /** One for each call of `response()`; the last one repeats. */
  readonly responses?: readonly Observable<InvitationResponse | Unanswered>[];
  readonly cancel?: Observable<unknown>;
  readonly close?: Observable<unknown>;
  readonly closeEvent?: () => void;
}

export interface ScriptedAdapter extends CollaborationAdapter {
  /** Every call, with its frame: `30 bob cancel(withdrawn)`. */
  readonly calls: string[];
  readonly sent: Invitation[];
}

/** An adapter that follows a script for each endpoint address, and records every call. */
export function scriptedAdapter(
  scripts: Record<string, EndpointScript>,
  {
    now = () => 0,
    endpoints,
  }: { now?: () => number; endpoints?: Observable<readonly Endpoint[]> } = {},
): ScriptedAdapter {
  const calls: string[] = [];
  const sent: Invitation[] = [];
  // An event does not name its address: addresses are invited in the order in which events are made.
  const addresses = Object.keys(scripts);
  let eventCount = 0;

  const log = (call: string): void => void calls.push(`${now()} ${call}`);
  const replyAfter = <T>(when: Observable<unknown> = of(null), value: T): PromiseLike<T> =>
    replyFrom(when.pipe(map(() => value)));

  function handleFor(address: string, script: EndpointScript): InvitationHandle {
    let asked = 0;
    return {
      response() {
        log(`${address} response`);
        const responses = script.responses ?? [NEVER];
        return replyFrom(responses[Math.min(asked++, responses.length - 1)] ?? NEVER);
      },
      cancel(reason) {
        log(`${address} cancel(${reason})`);
        return replyAfter(script.cancel, undefined);
      },
      close() {
        log(`${address} close`);
        return replyAfter(script.close, undefined);
      },
    };
  }

  function invite(
    how: string,
    endpoint: Endpoint,
    invitation: Invitation,
  ): PromiseLike<InvitationHandle> {
    const { address } = endpoint;
    log(`${address} ${how}`);
    sent.push(invitation);
    const script = scripts[address] ?? {};
    return replyAfter(script.handle, handleFor(address, script));
  }

  return {
    name: 'scripted',
    calls,
    sent,
    open: async () => undefined,
    close: async () => undefined,
    createEvent(): EventHandle {
      const address = addresses[eventCount++] ?? 'unknown';
      const { signals = NEVER, closeEvent } = scripts[address] ?? {};
      log(`${address} createEvent`);
      return {
        signaled$: signals as Observable<void>,
        close() {
          log(`${address} closeEvent`);
          closeEvent?.();
        },
      };
    },
    identity: {} as CollaborationAdapter['identity'],
    invitations: {
      reportsDelivery: true,
      carriesReply: true,
      inviteEndpoint: (endpoint, invitation) => invite('inviteEndpoint', endpoint, invitation),
      inviteContact: ({ peerName }: Contact, endpoint, invitation) =>
        invite(`inviteContact(${peerName})`, endpoint, invitation),
      sendToEndpoint(endpoint, invitation) {
        log(`${endpoint.address} sendToEndpoint`);
        sent.push(invitation);
        return replyAfter(scripts[endpoint.address]?.handle, undefined);
      },
      sendToContact({ peerName }, endpoint, invitation) {
        log(`${endpoint.address} sendToContact(${peerName})`);
        sent.push(invitation);
        return replyAfter(scripts[endpoint.address]?.handle, undefined);
      },
    },
    ...(endpoints === undefined
      ? {}
      : {
          contacts: {
            endpoints: () => replyFrom(endpoints),
          } as Partial<NonNullable<CollaborationAdapter['contacts']>> as NonNullable<
            CollaborationAdapter['contacts']
          >,
        }),
  };
}
