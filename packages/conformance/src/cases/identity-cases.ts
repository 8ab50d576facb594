import assert from 'node:assert/strict';
import { casesAbout } from '../conformance-case.ts';

/** Who and where the adapter is. That its endpoints can be reached, the inbox cases show. */
export const identityCases = casesAbout('identity', [
  {
    name: 'contact() names the identity, the same each time',
    async check({ adapter: { identity } }) {
      const contact = await identity?.contact();
      assert(contact !== undefined && contact.peerName.length > 0);
      assert.equal((await identity?.contact())?.peerName, contact.peerName);
    },
  },
  {
    name: 'endpoints() gives at least one address while open',
    async check({ adapter: { identity } }) {
      const endpoints = (await identity?.endpoints()) ?? [];
      assert(endpoints.length > 0);
      assert(endpoints.every(({ address }) => address.length > 0));
    },
  },
]);
