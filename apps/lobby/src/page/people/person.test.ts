import { createGuid } from '@beckon/core';
import { peopleOf } from './person.ts';

const address = (peerName: string): string => `/ip4/192.0.2.1/tcp/4001/p2p/${peerName}`;
const near = (peerName: string, nickname: string) => ({
  id: createGuid(),
  nickname,
  endpoint: { address: address(peerName) },
});

describe('peopleOf', () => {
  it('shows each person once: as a contact, else near, else recent', () => {
    const people = peopleOf(
      [{ peerName: 'ada', displayName: 'Ada' }],
      [near('ada', 'Ada here'), near('bob', 'Bob')],
      [
        { key: 'ada', name: 'Ada', address: address('ada'), at: 3 },
        { key: 'bob', name: 'Bob', address: address('bob'), at: 2 },
        { key: 'eve', name: 'Eve', address: address('eve'), at: 1 },
      ],
    );
    expect(people.contacts).toMatchObject([{ key: 'ada', name: 'Ada', isNear: true, lastHere: 3 }]);
    expect(people.near).toMatchObject([{ key: 'bob', peerName: 'bob', isNear: true }]);
    expect(people.recent).toMatchObject([{ key: 'eve', peerName: 'eve', lastHere: 1 }]);
  });

  it('calls a contact by the nickname first, and never by what somebody near claims', () => {
    const contacts = [{ peerName: 'ada', nickname: 'Ada from work', displayName: 'A.' }];
    expect(peopleOf(contacts, [near('ada', 'Eve')], []).contacts[0]?.name).toBe('Ada from work');
  });

  it('has no identity for an address without one', () => {
    const recents = [
      { key: '/ip4/192.0.2.1/tcp/1', name: 'x', address: '/ip4/192.0.2.1/tcp/1', at: 1 },
    ];
    expect(peopleOf([], [], recents).recent[0]).not.toHaveProperty('peerName');
  });
});
