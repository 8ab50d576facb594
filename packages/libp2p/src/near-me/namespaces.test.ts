import { type Namespace, Network, whyNoNamespaces } from '../../test/near-me/namespaces.ts';
import { NearMeProcess } from '../../test/near-me/near-me-process.ts';

const reason = whyNoNamespaces();
const describeWithHosts = reason === undefined ? describe : describe.skip;
const measured: string[] = [];

describeWithHosts(
  `people near me on three hosts${reason === undefined ? '' : ` (not run: ${reason})`}`,
  () => {
    let network: Network;
    const processes: NearMeProcess[] = [];

    beforeAll(async () => {
      network = await Network.start();
    });

    afterAll(async () => {
      await Promise.all(processes.map((each) => each.kill()));
      await network.stop();
      process.stdout.write(`${measured.join('\n')}\n`);
    });

    /** Starts a person on a host. The process is killed in the end, even if it does not start. */
    async function neighbour(
      host: Namespace,
      name: string,
      ttlSeconds?: number,
    ): Promise<NearMeProcess> {
      const process = NearMeProcess.launch(host, name, ttlSeconds);
      processes.push(process);
      await process.ready();
      return process;
    }

    it('they appear, change their names, leave, are killed, and lose their cable', async () => {
      const [hostA, hostB, hostC] = await Promise.all([
        network.host('10.77.0.1'),
        network.host('10.77.0.2'),
        network.host('10.77.0.3'),
      ]);
      const [ada, bob, eve] = await Promise.all([
        neighbour(hostA, 'Ada'),
        neighbour(hostB, 'Bob', 4),
        neighbour(hostC, 'Eve', 4),
      ]);

      await Promise.all([ada.sees('Bob', 'Eve'), bob.sees('Ada', 'Eve'), eve.sees('Ada', 'Bob')]);
      expect(addressesOf(ada)).toEqual([
        expect.stringMatching(`^/ip4/10.77.0.2/tcp/\\d+/p2p/${bob.peerName}$`),
        expect.stringMatching(`^/ip4/10.77.0.3/tcp/\\d+/p2p/${eve.peerName}$`),
      ]);

      const ids = [...ada.people.keys()].sort();
      bob.rename('Robert');
      measured.push(`a new name is seen after ${await ada.sees('Eve', 'Robert')} ms`);
      expect([...ada.people.keys()].sort()).toEqual(ids);

      const pulledAt = performance.now();
      hostB.ip('link set eth0 down');
      measured.push(`a person with a pulled cable sees nobody after ${await bob.sees()} ms`);
      await ada.sees('Eve');
      measured.push(
        `a person with a pulled cable (time to live of 4 s) is gone after ${Math.round(performance.now() - pulledAt)} ms`,
      );
      hostB.ip('link set eth0 up');
      measured.push(
        `with the cable back, they are seen after ${await ada.sees('Eve', 'Robert')} ms`,
      );
      await bob.sees('Ada', 'Eve');

      bob.leave();
      measured.push(`a person who leaves is gone after ${await ada.sees('Eve')} ms`);

      await eve.kill();
      measured.push(`a killed person (time to live of 4 s) is gone after ${await ada.sees()} ms`);
    }, 60_000);

    it('a person who moves from one interface to another is seen there, under the same id', async () => {
      const [hostA, hostB] = await Promise.all([
        network.host('10.78.0.1'),
        network.host('10.78.0.2'),
      ]);
      const ada = await neighbour(hostA, 'Ada');
      await neighbour(hostB, 'Bob');
      await ada.sees('Bob');
      const ids = [...ada.people.keys()];
      network.plug(hostA, 'eth1', '10.79.0.1');
      network.plug(hostB, 'eth1', '10.79.0.2');
      hostB.ip('link delete eth0');
      const movedMs = await ada.until(() => addressesOf(ada).join().includes('/10.79.0.2/'));
      measured.push(`a person who moves to another interface is seen there after ${movedMs} ms`);
      expect([...ada.people.keys()]).toEqual(ids);
    }, 60_000);

    it('they see each other where there is only IPv6', async () => {
      const [hostA, hostB] = await Promise.all([network.host('fd77::1'), network.host('fd77::2')]);
      const ada = await neighbour(hostA, 'Ada');
      const bob = await neighbour(hostB, 'Bob');
      await Promise.all([ada.sees('Bob'), bob.sees('Ada')]);
      expect(addressesOf(ada)).toEqual([expect.stringMatching('^/ip6/fd77::2/tcp/')]);
    }, 60_000);
  },
);

function addressesOf({ people }: NearMeProcess): string[] {
  return [...people.values()].map(({ endpoint }) => endpoint.address).sort();
}
