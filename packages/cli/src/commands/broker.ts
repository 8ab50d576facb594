import { readFile } from 'node:fs/promises';
import { CollaborationError } from '@beckon/core';
import {
  type BrokerPermissions,
  brokerPermissions,
  brokerPermissionTemplate,
  setUpMail,
} from '@beckon/nats';
import {
  type Authenticator,
  connect,
  credsAuthenticator,
  nkeyAuthenticator,
} from '@nats-io/transport-node';
import { Command } from 'commander';
import type { Act } from '../command-context.ts';
import { UserError } from '../output/output.ts';
import { count } from './option-values.ts';

const SERVER = 'nats://127.0.0.1:4222';

interface SetUpOptions {
  readonly server: readonly string[];
  readonly seedFile?: string;
  readonly credsFile?: string;
  readonly replicas?: number;
  readonly maxBytes?: number;
}

export function brokerCommand(act: Act): Command {
  return new Command('broker')
    .description('Set up a NATS broker, for apps that invite over one.')
    .addCommand(setUpCommand(act))
    .addCommand(permissionsCommand(act));
}

function setUpCommand(act: Act): Command {
  const command = new Command('setup')
    .description('Make the streams in which a broker keeps invitations for people who are away.')
    .option('--server <address...>', 'where the broker is', [SERVER])
    .option('--seed-file <file>', "log in with an operator's nkey: the file holds its seed")
    .option('--creds-file <file>', "log in with an operator's credentials, as nsc writes them")
    .option('--replicas <number>', 'servers on which each invitation lies (default: 1)', count)
    .option('--max-bytes <number>', 'room of each of 16 streams (default: 67108864)', count);
  act<[], SetUpOptions>(command, async ({ output }, options) => {
    const { server, replicas, maxBytes } = options;
    const authenticator = await login(options);
    const connection = await connect({
      servers: [...server],
      ...(authenticator === undefined ? {} : { authenticator }),
    }).catch((cause: unknown) => {
      throw unavailable(
        `No broker lets you in at ${server.join(', ')}: ${messageOf(cause)}`,
        cause,
      );
    });
    try {
      await setUpMail(connection, {
        ...(replicas === undefined ? {} : { replicas }),
        ...(maxBytes === undefined ? {} : { maxBytes }),
      });
    } catch (cause) {
      throw unavailable(
        `The broker does not make the streams: ${messageOf(cause)}. It needs JetStream (nats-server --jetstream), and you the right to make streams.`,
        cause,
      );
    } finally {
      await connection.close();
    }
    output.print({
      data: { type: 'brokerReady', servers: server },
      text: 'The broker keeps invitations for people who are away.',
    });
    return 0;
  });
  return command;
}

function permissionsCommand(act: Act): Command {
  const command = new Command('permissions')
    .description('Show what a broker has to permit a person.')
    .argument('[nkey]', 'the public nkey of the person, U…')
    .option('--template', 'for everybody whom one scoped signing key of an account signs');
  act<[string | undefined], { readonly template?: boolean }>(
    command,
    async ({ output }, { template = false }, nkey) => {
      if (template === (nkey !== undefined)) {
        throw new UserError('Give the public nkey of a person, or --template.');
      }
      if (nkey === undefined) {
        const permissions = brokerPermissionTemplate();
        output.print({
          data: { type: 'permissionTemplate', ...permissions },
          text: signingKeyCommand(permissions),
        });
        return 0;
      }
      const permissions = permissionsOf(nkey);
      output.print({
        data: { type: 'permissions', nkey, ...permissions },
        text: userEntry(nkey, permissions),
      });
      return 0;
    },
  );
  return command;
}

function permissionsOf(nkey: string): BrokerPermissions {
  try {
    return brokerPermissions(nkey);
  } catch (cause) {
    throw new UserError(`${nkey} is no public nkey of a user, which begins with U.`, { cause });
  }
}

/** As it stands in the configuration of a server. */
function userEntry(nkey: string, { publish, subscribe }: BrokerPermissions): string {
  return [
    '{',
    `  nkey: ${nkey}`,
    '  permissions {',
    `    publish: ${JSON.stringify(publish)}`,
    `    subscribe: ${JSON.stringify(subscribe)}`,
    '  }',
    '}',
  ].join('\n');
}

/** As the tool of NATS makes such a key. */
function signingKeyCommand({ publish, subscribe }: BrokerPermissions): string {
  return [
    'nsc edit signing-key --sk generate --role person \\',
    `  --allow-pub '${publish.join(',')}' \\`,
    `  --allow-sub '${subscribe.join(',')}'`,
  ].join('\n');
}

async function login({ seedFile, credsFile }: SetUpOptions): Promise<Authenticator | undefined> {
  if (seedFile !== undefined && credsFile !== undefined) {
    throw new UserError('--seed-file and --creds-file exclude each other.');
  }
  const file = seedFile ?? credsFile;
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UserError(`${file} cannot be read: ${messageOf(cause)}`, { cause });
  });
  const bytes = new TextEncoder().encode(text.trim());
  return seedFile === undefined ? credsAuthenticator(bytes) : nkeyAuthenticator(bytes);
}

function unavailable(message: string, cause: unknown): CollaborationError {
  return new CollaborationError('SERVICE_UNAVAILABLE', message, { cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
