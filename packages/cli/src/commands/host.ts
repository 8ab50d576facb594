import type { CollaborationAdapter, Contact, Reception } from '@beckon/core';
import {
  createHost,
  type Host,
  type HostEvent,
  notificationPrompt,
  type Prompt,
  shownText,
  terminalPrompt,
} from '@beckon/host';
import { ownEndpoints } from '@beckon/core/identity';
import { fingerprintOf } from '@beckon/core/safety-number';
import { type Libp2pAdapter, libp2pAdapter } from '@beckon/libp2p';
import { createLinks, isLinkInvitation, type LinkEvent } from '@beckon/links';
import { Command, Option } from 'commander';
import { LOBBY_APPLICATION_ID, type ServedLobby } from 'lobby/serve';
import {
  distinctUntilChanged,
  fromEvent,
  lastValueFrom,
  map,
  type Observable,
  skip,
  startWith,
  takeUntil,
  tap,
} from 'rxjs';
import { chat } from '../chat/chat.ts';
import { CHAT_APPLICATION_ID } from '../chat/chat-application.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { openDoor } from '../profile/host-door.ts';
import { openIdentityStore } from '../profile/identity-store.ts';
import { fileLinkStore } from '../profile/link-store.ts';
import { openAtSamePort } from '../profile/same-port.ts';
import { changeSettings, reachOf, readSettings } from '../profile/settings.ts';
import { registerScheme } from '../scheme/register-scheme.ts';
import { Terminal } from '../terminal.ts';
import { serveWebLobby } from '../web/web-lobby.ts';
import { port } from './option-values.ts';

const RECEPTIONS = ['contacts', 'anyone', 'nobody'] as const;
const PROMPTS = ['terminal', 'notification', 'none'] as const;
const DEFAULT_WEB_PORT = 4810;
const EVERY_ADDRESS = ['/ip4/0.0.0.0/tcp/0'];

interface Options {
  readonly name?: string;
  readonly from: (typeof RECEPTIONS)[number];
  readonly prompt?: readonly (typeof PROMPTS)[number][];
  readonly listen?: readonly string[];
  readonly relay?: readonly string[] | false;
  readonly dht?: readonly string[] | false;
  readonly near?: boolean;
  readonly web?: number | true;
  readonly register?: boolean;
}

export function hostCommand(act: Act): Command {
  const command = new Command('host')
    .description('Be reachable: ring when somebody invites you, and start what you accept.')
    .option('--name <name>', 'call yourself so from now on')
    .addOption(
      new Option('--from <whom>', 'whose invitations ring').choices(RECEPTIONS).default('contacts'),
    )
    .addOption(
      new Option(
        '--prompt <how...>',
        'how it rings (default: in a terminal, else a notification)',
      ).choices(PROMPTS),
    )
    .option('--listen <address...>', 'multiaddrs to be reached at (default: every address)')
    .option(
      '--relay <address...>',
      'be reached through these relays too, from now on (see beckon relay)',
    )
    .option('--no-relay', 'use no relay any more')
    .option(
      '--dht <address...>',
      'be found by name, from now on, in the distributed hash table of these nodes (see beckon relay)',
    )
    .option('--no-dht', 'be found there no more')
    .option('--near', 'be announced to the people near, and see them')
    .option('--register', 'let addresses that begin with beckon: be opened by this command')
    .option(
      '--web [port]',
      'answer and invite in a page of your browser (default port: 4810)',
      port,
    );
  act<[], Options>(command, runHost);
  return command;
}

async function runHost(context: CommandContext, options: Options): Promise<number> {
  const { output, profile, interrupted } = context;
  const { name, from: reception, listen = EVERY_ADDRESS, relay, dht, near = false, web } = options;
  if (options.register === true) {
    const where = await registerScheme();
    output.print({
      data: { type: 'registered', scheme: 'beckon', where },
      text: `Addresses that begin with beckon: are opened by this command (${where}).`,
    });
  }
  const datastore = await openIdentityStore(profile);
  try {
    if (name !== undefined) await changeSettings(profile, { name });
    if (relay !== undefined) {
      await changeSettings(profile, { relays: relay === false ? [] : relay });
    }
    if (dht !== undefined) await changeSettings(profile, { dht: dht === false ? [] : dht });
    const settings = await readSettings(profile);
    const terminal = new Terminal();
    const links = createLinks({ store: fileLinkStore(profile) });
    links.events$.subscribe((event) => {
      reportLink(context, event);
    });
    const prompts = promptsOf(options, output.isTerminal, terminal);
    const host = await openAtSamePort(profile, listen, (addresses) => {
      const made: Host = createHost(
        (hostReception: Reception): Libp2pAdapter =>
          libp2pAdapter({
            name: settings.name,
            datastore,
            listen: addresses,
            nearMe: near,
            ...reachOf(settings),
            reception: hostReception,
          }),
        {
          reception: links.reception(reception),
          isForOthers: isLinkInvitation,
          prompts,
          folders: profile.applications,
          activities: {
            ...(prompts.length > 0 && output.isTerminal
              ? chatActivity(context, terminal, () => made.adapter)
              : {}),
            ...(web === undefined ? {} : WEB_ACTIVITY),
          },
        },
      );
      return made;
    });
    const { adapter } = host;
    const door = await openDoor(profile, adapter);
    let lobby: ServedLobby | undefined;
    try {
      if (web !== undefined) {
        lobby = await serveWebLobby(profile, adapter, web === true ? DEFAULT_WEB_PORT : web);
      }
      await adapter.visibility?.signIn(near ? 'all' : 'internet');
      await links.serve(adapter);
      await announce(context, adapter, settings.name, reception);
      if (lobby !== undefined) {
        const { url } = lobby;
        output.print({
          data: { type: 'web', url },
          text: `Your lobby, for your browser only:\n  ${url}`,
        });
      }
      const relayed = relayedEndpoints(adapter).subscribe((addresses) =>
        reportRelays(context, addresses),
      );
      const events$ = host.events$.pipe(
        tap((event) => {
          report(context, event);
        }),
        takeUntil(fromEvent(interrupted, 'abort')),
      );
      await lastValueFrom(events$, { defaultValue: undefined });
      relayed.unsubscribe();
      return 0;
    } finally {
      await links.close();
      await lobby?.close();
      await door.close();
      await adapter.close();
    }
  } finally {
    await datastore.close();
  }
}

/** The page takes part in it: it hears of the acceptance by itself. */
const WEB_ACTIVITY = {
  [LOBBY_APPLICATION_ID]: { description: 'Whiteboard', start: (): void => undefined },
};

function promptsOf(
  { prompt, web }: Options,
  isTerminal: boolean,
  terminal: Terminal,
): readonly Prompt[] {
  const isAsked = isTerminal && process.stdin.isTTY;
  // The page rings by itself.
  const ringing = isAsked ? 'terminal' : 'notification';
  const chosen = prompt ?? [web === undefined ? ringing : 'none'];
  return chosen.flatMap((each) => {
    switch (each) {
      case 'terminal':
        return [terminal.whileFree(terminalPrompt())];
      case 'notification':
        return [notificationPrompt()];
      case 'none':
        return [];
    }
  });
}

function chatActivity(
  { output, interrupted }: CommandContext,
  terminal: Terminal,
  adapterOf: () => CollaborationAdapter,
) {
  return {
    [CHAT_APPLICATION_ID]: {
      description: 'Chat in the terminal',
      start: ({
        invitationId,
        contact,
        endpoint,
      }: {
        readonly invitationId: string;
        readonly contact?: Contact;
        readonly endpoint: { readonly name?: string };
      }) => {
        const name = shownText(endpoint.name ?? contact?.displayName ?? '', 40) || 'Somebody';
        const adapter = adapterOf();
        // It goes on while other invitations come.
        terminal
          .hold(() => chat({ adapter, invitationId, name, output, interrupted }))
          .catch((error: unknown) => output.warn(error));
      },
    },
  };
}

async function announce(
  { output, profile }: CommandContext,
  { identity }: CollaborationAdapter,
  name: string,
  reception: Options['from'],
): Promise<void> {
  const { peerName } = await identity.contact();
  const fingerprint = await fingerprintOf(peerName);
  const addresses = (await identity.endpoints()).map(({ address }) => address);
  output.print({
    data: {
      type: 'hosting',
      profile: profile.name,
      name,
      peerName,
      fingerprint,
      addresses,
      reception,
    },
    text: [
      `${name} can be invited. Fingerprint: ${fingerprint}`,
      'Others invite you with one of these addresses:',
      ...addresses.map((address) => `  ${address}`),
      whoRings(reception),
      'Ctrl-C ends it.',
    ].join('\n'),
  });
}

function whoRings(reception: Options['from']): string {
  switch (reception) {
    case 'contacts':
      return 'Only your contacts ring. (--from anyone: everybody)';
    case 'anyone':
      return 'Everybody who has an address rings.';
    case 'nobody':
      return 'Nobody rings.';
  }
}

/** Where this side is reached through relays: at each change. */
function relayedEndpoints(adapter: CollaborationAdapter): Observable<readonly string[]> {
  return ownEndpoints(adapter).pipe(
    map((endpoints) =>
      endpoints.filter(({ route }) => route === 'relay').map(({ address }) => address),
    ),
    startWith([]),
    distinctUntilChanged((before, after) => before.join(' ') === after.join(' ')),
    skip(1),
  );
}

function reportRelays({ output }: CommandContext, addresses: readonly string[]): void {
  output.print({
    data: { type: 'relays', addresses },
    text:
      addresses.length === 0
        ? 'You are reached through no relay any more. The relays are tried again.'
        : ['You are reached through relays:', ...addresses.map((each) => `  ${each}`)].join('\n'),
  });
}

/** Says who has come by a link. */
function reportLink({ output }: CommandContext, event: LinkEvent): void {
  switch (event.type) {
    case 'used':
      return output.print({
        data: { ...event, type: 'linkUsed' },
        text: `${event.peerName} has come by your link ${event.link.id}.`,
      });
    case 'refused':
      return output.print({
        data: { ...event, type: 'linkRefused' },
        text: `${event.peerName} came with a link that opens nothing (${event.reason}). To add them: beckon contacts add ${event.card}`,
      });
    case 'fault':
      return output.warn(event.error);
  }
}

/** Says what the host has done. What a person was asked, they have seen in the prompt. */
function report({ output }: CommandContext, event: HostEvent): void {
  if (event.type === 'fault') return output.warn(event.error);
  const { from, id, applicationId, message } = event.invitation;
  const name = shownText(from.endpoint.name ?? from.contact?.displayName ?? '', 40) || 'Somebody';
  const about = { id, applicationId, from, message };
  switch (event.type) {
    case 'arrived':
      return output.print({ data: { type: 'arrived', ...about } });
    case 'launched': {
      const { program, pid } = event;
      return output.print({
        data: { type: 'launched', ...about, program, pid },
        ...(program === undefined ? {} : { text: `Started ${program} with ${name}.` }),
      });
    }
    case 'launchFailed':
      return output.warn(event.error);
    case 'ended': {
      const { state } = event.status;
      return output.print({
        data: { type: 'ended', ...about, state },
        ...(state === 'withdrawn' ? { text: `${name} has taken the invitation back.` } : {}),
      });
    }
  }
}
