import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRESENCE_STATUSES } from '@beckon/core/adapter';
import { HRESULTS } from '@beckon/core/hresults';
import koffi from 'koffi';
import {
  AF_INET6,
  CHANGE_TYPES,
  EVENT_TYPES,
  PEER_ADDRESS_SIZE,
  PEER_COLLAB_VERSION,
  REGISTRATION_TYPES,
  RESPONSE_ACTIONS,
  SCOPES,
  WATCH_PERMISSION,
} from './constants.ts';
import { defineStructs } from './structs.ts';

interface Layout {
  readonly size: number;
  readonly align: number;
  readonly members: Readonly<Record<string, { readonly offset: number; readonly size: number }>>;
}

interface Abi {
  readonly constants: Readonly<Record<string, number>>;
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly hresults: Readonly<Record<string, number>>;
  readonly x64: { readonly structs: Readonly<Record<string, Layout>> };
}

// Generated from the header by reference/p2p/abi/generate.mjs.
const abi = JSON.parse(
  readFileSync(join(__dirname, '../../../../reference/p2p/abi/p2p-abi.json'), 'utf8'),
) as Abi;

const structs = defineStructs(koffi);

describe('structures', () => {
  it.each(Object.entries(structs))('%s has the layout of the header', (name, type) => {
    const { size, align, members } = abi.x64.structs[name]!;
    expect(type.size).toBe(size);
    expect(type.alignment).toBe(align);
    for (const [member, { offset, type: memberType }] of Object.entries(type.members!)) {
      // The union has no name in C, but needs one in koffi. Its arms lie at its own offset.
      const expected = members[member] ?? members['watchListChangedData'];
      expect({ member, offset }).toEqual({ member, offset: expected!.offset });
      if (member in members) expect(memberType.size).toBe(members[member]!.size);
    }
  });

  it('are complete: the header has no others', () => {
    expect(Object.keys(structs).sort()).toEqual(Object.keys(abi.x64.structs).sort());
  });
});

describe('enumerations', () => {
  const camelCase = (text: string) =>
    text.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

  it.each([
    ['PEER_SIGNIN_FLAGS', 'PEER_SIGNIN_', SCOPES, 0],
    ['PEER_PUBLICATION_SCOPE', 'PEER_PUBLICATION_SCOPE_', SCOPES, 0],
    ['PEER_PRESENCE_STATUS', 'PEER_PRESENCE_', PRESENCE_STATUSES, 0],
    ['PEER_CHANGE_TYPE', 'PEER_CHANGE_', CHANGE_TYPES, 0],
    ['PEER_INVITATION_RESPONSE_TYPE', 'PEER_INVITATION_RESPONSE_', RESPONSE_ACTIONS, 0],
    ['PEER_APPLICATION_REGISTRATION_TYPE', 'PEER_APPLICATION_', REGISTRATION_TYPES, 0],
    ['PEER_COLLAB_EVENT_TYPE', 'PEER_EVENT_', EVENT_TYPES, 1],
  ] as const)('%s has the values of the header', (name, prefix, names, first) => {
    const expected = Object.entries(abi.enums[name]!).map(([member, value]) => [
      camelCase(member.slice(prefix.length)).replace('watchlist', 'watchList'),
      value,
    ]);
    expect(names.map((member, index) => [member, index + first])).toEqual(expected);
  });

  it('PEER_WATCH_PERMISSION has the values of the header', () => {
    expect(Object.values(abi.enums['PEER_WATCH_PERMISSION']!)).toEqual(
      Object.values(WATCH_PERMISSION),
    );
  });

  it('constants have the values of the header', () => {
    expect({ AF_INET6, PEER_COLLAB_VERSION }).toEqual(abi.constants);
    expect(PEER_ADDRESS_SIZE).toBe(abi.x64.structs['PEER_ADDRESS']!.size);
  });
});

describe('results', () => {
  const known = HRESULTS.filter(({ name }) => name in abi.hresults);

  it.each(known.map(({ name, value }) => [name, value] as const))(
    '%s has the value of the header',
    (name, value) => {
      expect(value).toBe(abi.hresults[name]);
    },
  );

  it('every PEER_ name of core is in the header', () => {
    const names = HRESULTS.map(({ name }) => name).filter((name) => name.startsWith('PEER_'));
    expect(names.filter((name) => !(name in abi.hresults))).toEqual([]);
  });
});
