import type { Guid, PersonNearMe } from '@beckon/core';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import fc from 'fast-check';
import { VirtualTimeScheduler } from 'rxjs';
import { VirtualSubnet } from '../../test/near-me/virtual-subnet.ts';
import { createPrivateKey } from '../node/private-key.ts';
import { toStrings } from './announcement.ts';
import { DnsSd } from './dns-sd.ts';
import { announcementPacket, queryPacket, type Service } from './packets.ts';

const TTL_SECONDS = 120;
const SECOND = 1_000;

class Clock extends VirtualTimeScheduler {
  /** Runs everything that is due within this time. */
  advance(ms: number): void {
    this.maxFrames = this.frame + ms;
    this.flush();
    this.frame = this.maxFrames;
  }
}

/** Everybody on one subnet, in virtual time. */
class World {
  readonly clock = new Clock();
  readonly subnet = new VirtualSubnet();

  async host(address: string, name?: string): Promise<Host> {
    const peerName = await somePeerName();
    const host = new Host(this, address, peerName, name);
    await host.enter();
    return host;
  }
}

class Host {
  readonly world: World;
  readonly address: string;
  readonly peerName: string;
  readonly people = new Map<Guid, PersonNearMe>();
  readonly log: string[] = [];
  name: string | undefined;
  port = 4_001;
  stay!: DnsSd;

  constructor(world: World, address: string, peerName: string, name: string | undefined) {
    this.world = world;
    this.address = address;
    this.peerName = peerName;
    this.name = name;
  }

  get addresses(): string[] {
    return [`/ip4/${this.address}/tcp/${this.port}/p2p/${this.peerName}`];
  }

  get names(): string[] {
    return [...this.people.values()].map(({ nickname }) => nickname).sort();
  }

  async enter(): Promise<void> {
    this.stay = await DnsSd.enter({
      visitor: {
        self: () => ({
          peerName: this.peerName,
          addresses: this.addresses,
          ...(this.name === undefined ? {} : { name: this.name }),
        }),
        knows: () => false,
        onPerson: (person) => {
          this.log.push(`${this.people.has(person.id) ? '~' : '+'}${person.nickname}`);
          this.people.set(person.id, person);
        },
        onGone: (id) => {
          this.log.push(`-${this.people.get(id)?.nickname ?? '?'}`);
          this.people.delete(id);
        },
      },
      openSubnet: this.world.subnet.join(this.address),
      ttlSeconds: TTL_SECONDS,
      scheduler: this.world.clock,
    });
  }
}

async function somePeerName(): Promise<string> {
  return peerIdFromPrivateKey(await createPrivateKey()).toString();
}

function serviceOf(peerName: string, name: string, address: string): Service {
  const strings = toStrings({ peerName, name, addresses: [address] });
  return { peerName, strings: strings ?? [], port: 1, hostAddresses: [] };
}

describe('people near me over DNS-SD', () => {
  it('finds a person who comes, with name, address and identity', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1', 'Ada');
    world.clock.advance(10 * SECOND);
    const bob = await world.host('10.0.0.2', 'Bob');
    world.clock.advance(200);
    expect(ada.names).toEqual(['Bob']);
    expect(bob.names).toEqual(['Ada']);
    const [person] = ada.people.values();
    expect(person?.endpoint).toEqual({ address: bob.addresses[0], name: 'Bob' });
    expect(ada.stay.isConnected).toBe(true);
  });

  it('shows the identity of a person without a name', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1');
    const bob = await world.host('10.0.0.2', 'Bob');
    world.clock.advance(200);
    const [person] = bob.people.values();
    expect(person?.nickname).toBe(ada.peerName);
    expect(person?.endpoint).toEqual({ address: ada.addresses[0] });
  });

  it('reports a new name and a new address at once, under the same id', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1', 'Ada');
    const bob = await world.host('10.0.0.2', 'Bob');
    world.clock.advance(10 * SECOND);
    const [id] = ada.people.keys();
    bob.name = 'Robert';
    bob.stay.refresh();
    world.clock.advance(1);
    bob.port = 4_002;
    bob.stay.refresh();
    world.clock.advance(1);
    expect(ada.log).toEqual(['+Bob', '~Robert', '~Robert']);
    expect([...ada.people.keys()]).toEqual([id]);
    expect(ada.people.get(id!)?.endpoint.address).toBe(bob.addresses[0]);
  });

  it('gives a person the same id after they have come back', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1', 'Ada');
    const bob = await world.host('10.0.0.2', 'Bob');
    world.clock.advance(SECOND);
    const before = [...ada.people.keys()];
    await bob.stay.close();
    world.clock.advance(2 * SECOND);
    expect(ada.names).toEqual([]);
    await bob.enter();
    world.clock.advance(SECOND);
    expect([...ada.people.keys()]).toEqual(before);
  });

  it('reports a goodbye within a second, and nothing more after it', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1', 'Ada');
    const bob = await world.host('10.0.0.2', 'Bob');
    world.clock.advance(10 * SECOND);
    await bob.stay.close();
    world.clock.advance(SECOND);
    expect(ada.log).toEqual(['+Bob', '-Bob']);
    const sent = world.subnet.sent.length;
    world.clock.advance(1_000 * SECOND);
    expect(world.subnet.sent.slice(sent).every(({ source }) => source === '10.0.0.1')).toBe(true);
    expect(bob.log).toEqual(['+Ada']);
  });

  it('forgets a killed person when their time to live is over, and not before', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1', 'Ada');
    await world.host('10.0.0.2', 'Bob');
    // Bob's last announcement comes after a second. Nobody asks him later, because his records are still fresh.
    world.clock.advance(1_200);
    world.subnet.kill('10.0.0.2');
    world.clock.advance((TTL_SECONDS - 2) * SECOND);
    expect(ada.names).toEqual(['Bob']);
    world.clock.advance(3 * SECOND);
    expect(ada.names).toEqual([]);
  });

  it('keeps people who stay, for hours, with few packets', async () => {
    const world = new World();
    const hosts = await Promise.all(
      Array.from({ length: 10 }, (_, index) => world.host(`10.0.0.${index + 1}`, `p${index}`)),
    );
    world.clock.advance(60 * SECOND);
    const sent = world.subnet.sent.length;
    world.clock.advance(3_600 * SECOND);
    for (const { people, log } of hosts) {
      expect(people.size).toBe(9);
      expect(log).toHaveLength(9);
    }
    const perHostAndMinute = (world.subnet.sent.length - sent) / hosts.length / 60;
    expect(perHostAndMinute).toBeLessThan(4);
  });

  it('forgets people behind a pulled cable at once', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1', 'Ada');
    await world.host('10.0.0.2', 'Bob');
    world.clock.advance(SECOND);
    world.subnet.pull('10.0.0.1');
    expect(ada.log).toEqual(['+Bob', '-Bob']);
  });

  it('objects when another host says goodbye in its name, and stays', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1', 'Ada');
    const bob = await world.host('10.0.0.2', 'Bob');
    world.clock.advance(10 * SECOND);
    const forged = serviceOf(bob.peerName, 'Bob', bob.addresses[0]!);
    world.subnet.send('10.6.6.6', announcementPacket(forged, 0));
    world.clock.advance(10 * SECOND);
    expect(ada.log).toEqual(['+Bob']);
  });

  it('corrects a name that another host announces for it', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1', 'Ada');
    const bob = await world.host('10.0.0.2', 'Bob');
    world.clock.advance(10 * SECOND);
    const forged = serviceOf(bob.peerName, 'Mallory', bob.addresses[0]!);
    world.subnet.send('10.6.6.6', announcementPacket(forged, TTL_SECONDS));
    expect(ada.names).toEqual(['Mallory']);
    world.clock.advance(200);
    expect(ada.names).toEqual(['Bob']);
  });

  it('remembers a bounded number of people, and keeps room for other machines beside a crowd from one', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1', 'Ada');
    const { strings } = serviceOf('x', 'x', '/ip4/10.6.6.6/tcp/1');
    for (let index = 0; index < 3_000; index += 1) {
      // 20 packets a second from one address are read.
      world.clock.advance(60);
      const service = { peerName: await somePeerName(), strings, port: 1, hostAddresses: [] };
      world.subnet.send('10.6.6.6', announcementPacket(service, 1_000_000));
    }
    expect(ada.people.size).toBeLessThanOrEqual(1_000);
    expect(ada.people.size).toBeGreaterThan(500);
    await world.host('10.0.0.2', 'Bob');
    world.clock.advance(SECOND);
    expect(ada.names).toContain('Bob');
    world.clock.advance(TTL_SECONDS * SECOND);
    expect(ada.names).toEqual(['Bob']);
  });

  it('reads no more than the rate of one address, and hears others meanwhile', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1', 'Ada');
    world.clock.advance(10 * SECOND);
    const name = await somePeerName();
    for (let index = 0; index < 10_000; index += 1) {
      const service = serviceOf(name, `name ${index}`, '/ip4/10.6.6.6/tcp/1');
      world.subnet.send('10.6.6.6', announcementPacket(service, 120));
    }
    expect(ada.log.length).toBeLessThanOrEqual(100);
    await world.host('10.0.0.2', 'Bob');
    world.clock.advance(200);
    expect(ada.names).toContain('Bob');
  });

  it('answers a flood of questions once in a second', async () => {
    const world = new World();
    await world.host('10.0.0.1', 'Ada');
    world.clock.advance(10 * SECOND);
    const before = world.subnet.sent.filter(({ source }) => source === '10.0.0.1').length;
    for (let index = 0; index < 1_000; index += 1) {
      world.subnet.send('10.6.6.6', queryPacket([]));
      world.clock.advance(10);
    }
    const answers = world.subnet.sent.filter(({ source }) => source === '10.0.0.1').length - before;
    expect(answers).toBeGreaterThan(8);
    expect(answers).toBeLessThanOrEqual(12);
  });

  it('is not harmed by any bytes', async () => {
    const world = new World();
    const ada = await world.host('10.0.0.1', 'Ada');
    const bob = await world.host('10.0.0.2', 'Bob');
    world.clock.advance(SECOND);
    const packet = announcementPacket(serviceOf(bob.peerName, 'Bob', bob.addresses[0]!), 120);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: packet.length - 1 }), fc.nat({ max: 255 })), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.nat({ max: packet.length }),
        (changes, length) => {
          const bytes = Buffer.from(packet);
          for (const [offset, byte] of changes) bytes[offset] = byte;
          world.clock.advance(100);
          world.subnet.send('10.6.6.6', bytes);
          world.subnet.send('10.6.6.7', bytes.subarray(0, length));
        },
      ),
      { numRuns: 2_000 },
    );
    await bob.stay.close();
    world.clock.advance(2 * TTL_SECONDS * SECOND);
    expect(ada.names).toEqual([]);
  });
});
