import { createSeed, identityOf } from '../src/identity/identity.ts';
import { brokerPermissions } from '../src/index.ts';
import { nodePlatform } from '../src/node/node-platform.ts';

/** Somebody who has an nkey. */
export interface Person {
  readonly seed: string;
  readonly peerName: string;
}

export function createPerson(): Person {
  const seed = createSeed();
  return { seed, peerName: identityOf(nodePlatform.keys, seed)!.peerName };
}

/**
 * Settings of a server that lets these people in, each with their permissions.
 *
 * @param extra - Further subjects that each may publish to.
 * @param more - Further users.
 */
export function permissionsFor(
  people: readonly Person[],
  extra: readonly string[] = [],
  more = '',
): string {
  const users = people.map(({ peerName }) => {
    const { publish, subscribe } = brokerPermissions(peerName);
    return `{
      nkey: ${peerName}
      permissions {
        publish: ${JSON.stringify([...publish, ...extra])}
        subscribe: ${JSON.stringify(subscribe)}
      }
    }`;
  });
  return `authorization { users: [\n${[...users, more].join('\n')}\n] }`;
}
