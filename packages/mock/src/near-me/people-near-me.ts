import type { CollaborationEvent, Guid, PersonNearMe } from '@beckon/core';
import type { Member } from '../network/member.ts';
import type { NearMeMessage } from '../network/message.ts';

/** The arguments of {@link PeopleNearMe}. */
export interface PeopleNearMeInit {
  readonly member: Member;
  readonly addresses: () => readonly string[];
  readonly send: (to: string, message: NearMeMessage) => void;
  readonly emit: (event: CollaborationEvent) => void;
}

/** The people who are signed in near one side. The whole network is one subnet. */
export class PeopleNearMe {
  readonly #init: PeopleNearMeInit;
  readonly #people = new Map<string, PersonNearMe>();
  #isNear = false;

  constructor(init: PeopleNearMeInit) {
    this.#init = init;
  }

  list(): readonly PersonNearMe[] {
    return [...this.#people.values()];
  }

  /** Announces this side, and asks the others to announce themselves. */
  enter(): void {
    this.#isNear = true;
    this.#announce(true);
  }

  leave(): void {
    if (!this.#isNear) return;
    this.#isNear = false;
    this.#people.clear();
    this.#toOthers({ kind: 'nearMe', from: this.#init.member.address });
  }

  /** Announces this side again: its name has changed. */
  rename(): void {
    if (this.#isNear) this.#announce(false);
  }

  receive({ from, person, wantsReply = false }: NearMeMessage): void {
    if (!this.#isNear) return;
    const known = this.#people.get(from);
    if (person === undefined) {
      if (known === undefined) return;
      this.#people.delete(from);
      this.#init.emit({ type: 'peopleNearMeChanged', change: 'deleted', person: known });
      return;
    }
    this.#people.set(from, person);
    const change = known === undefined ? 'added' : 'updated';
    this.#init.emit({ type: 'peopleNearMeChanged', change, person });
    if (wantsReply) this.#init.send(from, this.#announcement(false));
  }

  #announce(wantsReply: boolean): void {
    this.#toOthers(this.#announcement(wantsReply));
  }

  #announcement(wantsReply: boolean): NearMeMessage {
    const { member } = this.#init;
    const { address, endpoint, name } = member;
    const person = { id: guidOf(address), nickname: name, endpoint };
    return { kind: 'nearMe', from: address, person, wantsReply };
  }

  #toOthers(message: NearMeMessage): void {
    for (const address of this.#init.addresses()) {
      if (address !== message.from) this.#init.send(address, message);
    }
  }
}

/** A GUID that is always the same for an address. */
function guidOf(address: string): Guid {
  let hash = 0x811c9dc5;
  const digits = Array.from({ length: 8 }, (_, round) => {
    for (const character of `${round}${address}`) {
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    }
    return (hash >>> 16).toString(16).padStart(4, '0');
  });
  const [a, b, c, d, e, f, g, h] = digits as [string, ...string[]];
  return `${a}${b}-${c}-4${d?.slice(1)}-8${e?.slice(1)}-${f}${g}${h}` as Guid;
}
