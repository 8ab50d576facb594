import {
  type Account,
  encodeAccount,
  encodeOperator,
  encodeUser,
  newScopedSigner,
} from '@nats-io/jwt';
import { type Authenticator, jwtAuthenticator } from '@nats-io/nats-core';
import { createAccount, createOperator, createUser, type KeyPair } from '@nats-io/nkeys';
import { brokerPermissionTemplate } from '../src/index.ts';
import { NatsServer } from './nats-server.ts';
import type { Person } from './permissions.ts';

/** A group of people who see nobody else: an account of NATS. */
export interface Group {
  /** Logs in with every right in the account. */
  administrator(): Promise<Authenticator>;
  /** What a person of the group logs in with. */
  jwtOf(person: Person): Promise<string>;
}

/** A server whose operator has signed some accounts, each with a key that signs people under one template. */
export async function startJwtServer(
  names: readonly string[],
): Promise<{ readonly server: NatsServer; readonly groups: readonly Group[] }> {
  const operator = createOperator();
  const system = createAccount();
  const { publish, subscribe } = brokerPermissionTemplate();
  const accounts = await Promise.all(
    names.map(async (name) => {
      const [account, signer] = [createAccount(), createAccount()];
      const scope = newScopedSigner(signer, 'person', {
        pub: { allow: [...publish] },
        sub: { allow: [...subscribe] },
      });
      const claims: Partial<Account> = { signing_keys: [scope], limits: LIMITS };
      const jwt = await encodeAccount(name, account, claims, { signer: operator });
      return { account, signer, jwt };
    }),
  );
  const systemJwt = await encodeAccount('system', system, {}, { signer: operator });
  const server = await NatsServer.start(`
    operator: ${await encodeOperator('operator', operator, { system_account: idOf(system) })}
    system_account: ${idOf(system)}
    resolver: MEMORY
    resolver_preload: {
      ${idOf(system)}: ${systemJwt}
      ${accounts.map(({ account, jwt }) => `${idOf(account)}: ${jwt}`).join('\n      ')}
    }
    jetstream { store_dir: "$FOLDER/js" }
  `);
  return {
    server,
    groups: accounts.map(({ account, signer }) => ({
      async administrator() {
        const key = createUser();
        return jwtAuthenticator(await encodeUser('administrator', key, account), key.getSeed());
      },
      jwtOf: ({ peerName }) =>
        encodeUser(
          peerName,
          peerName,
          signer,
          { issuer_account: idOf(account) },
          {
            scopedUser: true,
          },
        ),
    })),
  };
}

const LIMITS = {
  ...{
    subs: -1,
    data: -1,
    payload: -1,
    imports: -1,
    exports: -1,
    wildcards: true,
    conn: -1,
    leaf: -1,
  },
  ...{ mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 },
};

function idOf(key: KeyPair): string {
  return key.getPublicKey();
}
