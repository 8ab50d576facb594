import { checkContent, type IdentityFunctions } from '@beckon/core/adapter';
import { cardOf } from '../contacts/card.ts';
import type { Member } from '../network/member.ts';
import type { TableCalls } from '../replies/table-calls.ts';

export function identityFunctions(member: Member, table: TableCalls): IdentityFunctions {
  return {
    reportsEndpoints: true,
    contact: () => table.act('identity.contact', () => member.contact),
    card: () => table.act('identity.card', () => cardOf(member.contact)),
    endpoints: () => table.act('identity.endpoints', () => [member.endpoint]),
    name: () => table.act('identity.name', () => member.name),
    setName: (name) =>
      table.act('identity.setName', ({ directory }) => {
        checkContent.endpointName('identity.setName', name);
        member.name = name;
        directory.changed({ type: 'myEndpointChanged' });
      }),
  };
}
