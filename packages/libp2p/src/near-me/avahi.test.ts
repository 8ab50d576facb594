import { generateKeyPair } from '@libp2p/crypto/keys';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { AvahiHost, whyNoAvahi } from '../../test/near-me/avahi.ts';
import { Network } from '../../test/near-me/namespaces.ts';
import { NearMeProcess } from '../../test/near-me/near-me-process.ts';

const SERVICE = '_beckon._tcp';
const reason = whyNoAvahi();
const describeWithAvahi = reason === undefined ? describe : describe.skip;

describeWithAvahi(
  `people near me beside Avahi${reason === undefined ? '' : ` (not run: ${reason})`}`,
  () => {
    let network: Network;
    let avahi: AvahiHost | undefined;
    const processes: NearMeProcess[] = [];

    beforeEach(async () => {
      network = await Network.start();
    });
    afterEach(async () => {
      await Promise.all(processes.splice(0).map((each) => each.kill()));
      await avahi?.stop();
      avahi = undefined;
      await network.stop();
    });

    async function neighbour(address: string, name: string): Promise<NearMeProcess> {
      const process = NearMeProcess.launch(await network.host(address), name);
      processes.push(process);
      await process.ready();
      return process;
    }

    it('avahi-browse finds a person with a name and an address, and nobody after they have left', async () => {
      const ada = await neighbour('10.81.0.1', 'Ada');
      avahi = await AvahiHost.start(await network.host('10.81.0.9'));
      const [found] = await avahi.browse(SERVICE);
      expect(found).toContain(`;${ada.peerName};${SERVICE};local;`);
      expect(found).toContain(';10.81.0.1;');
      expect(found).toContain('"name=Ada"');
      expect(found).toMatch(/"address=\/ip4\/10\.81\.0\.1\/tcp\/\d+"/);
      ada.leave();
      while ((await avahi.browse(SERVICE)).length > 0);
    }, 60_000);

    it('a person whom Avahi announces in our form is seen, and nonsense under our service does no harm', async () => {
      avahi = await AvahiHost.start(await network.host('10.82.0.9'));
      const peerName = peerIdFromPrivateKey(await generateKeyPair('Ed25519')).toString();
      const other = peerIdFromPrivateKey(await generateKeyPair('Ed25519')).toString();
      const long = 'x'.repeat(200);
      await avahi.publish('Kitchen printer', SERVICE, 631, 'rp=ipp/print', 'name=Printer');
      await avahi.publish(other, SERVICE, 1, 'name=No address', 'address=nonsense', '+=more', '=');
      await avahi.publish('12D3KooWnobody', SERVICE, 4001, 'address=/ip4/10.82.0.9/tcp/4001');
      await avahi.publish(
        peerName,
        SERVICE,
        4001,
        'name=Foreign',
        `unknown=${long}`,
        'address=/ip4/127.0.0.1/tcp/4001',
        'address=/ip4/10.82.0.9/tcp/4001',
        'address=/ip4/10.82.0.9/tcp/4001/p2p/12D3KooWnobody',
      );
      const ada = await neighbour('10.82.0.1', 'Ada');
      const bob = await neighbour('10.82.0.2', 'Bob');
      await Promise.all([ada.sees('Bob', 'Foreign'), bob.sees('Ada', 'Foreign')]);
      const foreign = [...ada.people.values()].find(({ nickname }) => nickname === 'Foreign');
      expect(foreign?.endpoint.address).toBe(`/ip4/10.82.0.9/tcp/4001/p2p/${peerName}`);
    }, 60_000);
  },
);
