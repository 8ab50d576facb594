import { type Namespace, Network, whyNoNamespaces } from '../../test/near-me/namespaces.ts';
import { type Happening, ReachedProcess } from '../../test/relays/reached-process.ts';

const reason = whyNoNamespaces();
const describeWithHosts = reason === undefined ? describe : describe.skip;
const measured: string[] = [];

/** How long an invitation waits for its answer. Other relays cut a connection after 120 s. */
const PENDING_SECONDS = Number(process.env['BECKON_PENDING_SECONDS'] ?? 3);

describeWithHosts(
  `two hosts that reach only a relay${reason === undefined ? '' : ` (not run: ${reason})`}`,
  () => {
    const networks: Network[] = [];
    const processes: ReachedProcess[] = [];
    let [ada, bob, relay] = [] as unknown as [ReachedProcess, ReachedProcess, ReachedProcess];
    let [adaHost, bobHost, relayHost] = [] as unknown as [Namespace, Namespace, Namespace];
    let relays: readonly string[] = [];
    let key: Uint8Array | undefined;
    let [adaName, bobName] = ['', ''];

    const launch = async (host: Namespace): Promise<ReachedProcess> => {
      const launched = ReachedProcess.launch(host);
      processes.push(launched);
      await launched.next('ready');
      return launched;
    };
    const startRelay = async (): Promise<void> => {
      relay = await launch(relayHost);
      relay.ask({
        do: 'relay',
        listen: ['/ip4/10.81.0.1/tcp/4811', '/ip4/10.82.0.1/tcp/4811'],
        ...(key === undefined ? {} : { key }),
      });
      ({ addresses: relays, key } = await relay.next('relaying'));
    };
    const startPerson = async (
      host: Namespace,
      name: string,
      net: string,
    ): Promise<[ReachedProcess, HappeningOf<'started'>]> => {
      const person = await launch(host);
      const reached = relays.filter((address) => address.includes(net));
      person.ask({ do: 'start', options: { name, listen: [], relays: reached } });
      return [person, await person.next('started')];
    };

    beforeAll(async () => {
      const [left, right] = [await Network.start(), await Network.start()];
      networks.push(left, right);
      [adaHost, bobHost, relayHost] = await Promise.all([
        left.host('10.81.0.2'),
        right.host('10.82.0.2'),
        left.host('10.81.0.1'),
      ]);
      right.plug(relayHost, 'eth1', '10.82.0.1');
      await startRelay();
      const [startedAda, startedBob] = await Promise.all([
        startPerson(adaHost, 'Ada', '10.81.'),
        startPerson(bobHost, 'Bob', '10.82.'),
      ]);
      ada = startedAda[0];
      bob = startedBob[0];
      ({ peerName: adaName } = startedAda[1]);
      ({ peerName: bobName } = startedBob[1]);
      ada.ask({ do: 'meet', card: startedBob[1].card });
      bob.ask({ do: 'meet', card: startedAda[1].card });
      await Promise.all([ada.next('met'), bob.next('met')]);
      await Promise.all([
        ada.next('relays', ({ count }) => count === 1),
        bob.next('relays', ({ count }) => count === 1),
      ]);
    }, 60_000);

    afterAll(async () => {
      await Promise.all(processes.map((each) => each.kill()));
      await Promise.all(networks.map((each) => each.stop()));
      process.stdout.write(`${measured.join('\n')}\n`);
    });

    const isIn =
      (...states: string[]) =>
      ({ state }: { readonly state: string }): boolean =>
        states.includes(state);

    /** Ada invites, Bob accepts, and both talk. */
    async function meet(): Promise<void> {
      ada.ask({ do: 'invite', peerName: bobName });
      await bob.next('arrived');
      bob.ask({ do: 'accept' });
      await ada.next('sent', isIn('accepted'));
      await Promise.all([ada.next('channel', isIn('open')), bob.next('channel', isIn('open'))]);
      await talk('Hello');
    }

    async function talk(words: string): Promise<void> {
      ada.ask({ do: 'say', text: `${words}, Bob` });
      bob.ask({ do: 'say', text: `${words}, Ada` });
      await Promise.all([
        bob.next('heard', ({ text }) => text === `${words}, Bob`),
        ada.next('heard', ({ text }) => text === `${words}, Ada`),
      ]);
    }

    it('they see each other, invite, accept and talk, by name alone', async () => {
      ada.ask({ do: 'watch', peerName: bobName });
      bob.ask({ do: 'watch', peerName: adaName });
      await Promise.all([
        ada.next('presence', ({ status }) => status === 'online'),
        bob.next('presence', ({ status }) => status === 'online'),
      ]);
      const start = performance.now();
      await meet();
      measured.push(`invited, accepted and greeted after ${since(start)} ms`);
    }, 60_000);

    it(
      `an invitation is answered after ${PENDING_SECONDS} s`,
      async () => {
        ada.ask({ do: 'invite', peerName: bobName });
        await bob.next('arrived');
        await new Promise((resolve) => setTimeout(resolve, PENDING_SECONDS * 1_000));
        bob.ask({ do: 'accept' });
        await ada.next('sent', isIn('accepted'));
        await Promise.all([ada.next('channel', isIn('open')), bob.next('channel', isIn('open'))]);
      },
      PENDING_SECONDS * 1_000 + 60_000,
    );

    it('the relay is killed, and comes back', async () => {
      ada.ask({ do: 'invite', peerName: bobName });
      await bob.next('arrived');
      const start = performance.now();
      await relay.kill();
      await ada.next('sent', isIn('UNREACHABLE'));
      await bob.next('received', isIn('withdrawn', 'unreachable', 'failed', 'expired'));
      await Promise.all([
        ada.next('presence', ({ status }) => status === 'offline'),
        bob.next('presence', ({ status }) => status === 'offline'),
        ada.next('relays', ({ count }) => count === 0),
        bob.next('relays', ({ count }) => count === 0),
      ]);
      measured.push(`a killed relay is noticed by both after ${since(start)} ms`);
      await startRelay();
      const back = performance.now();
      await Promise.all([
        ada.next('relays', ({ count }) => count === 1),
        bob.next('relays', ({ count }) => count === 1),
      ]);
      measured.push(`reservations are back ${since(back)} ms after the relay`);
      await Promise.all([
        ada.next('presence', ({ status }) => status === 'online'),
        bob.next('presence', ({ status }) => status === 'online'),
      ]);
      measured.push(`they see each other again ${since(back)} ms after the relay`);
      await meet();
    }, 60_000);

    it('both change networks during an invitation, a watch and a channel', async () => {
      await meet();
      ada.ask({ do: 'invite', peerName: bobName });
      await bob.next('arrived');
      const start = performance.now();
      for (const [host, net] of [
        [adaHost, '10.81.0'],
        [bobHost, '10.82.0'],
      ] as const) {
        host.ip(`address add ${net}.7/24 dev eth0`);
        host.ip(`address delete ${net}.2/24 dev eth0`);
        // Otherwise the kernel keeps the second address and makes it the first.
        host.ip(`address replace ${net}.7/24 dev eth0`);
      }
      await ada.next('sent', isIn('UNREACHABLE'));
      measured.push(`the invitation ends ${since(start)} ms after the change of networks`);
      await Promise.all([
        ada.next('relays', ({ count }) => count === 1),
        bob.next('relays', ({ count }) => count === 1),
      ]);
      await Promise.all([
        ada.next('presence', ({ status }) => status === 'online'),
        bob.next('presence', ({ status }) => status === 'online'),
      ]);
      measured.push(`they see each other again ${since(start)} ms after the change of networks`);
      await Promise.all([
        ada.next('channel', isIn('UNREACHABLE')),
        bob.next('channel', isIn('UNREACHABLE')),
      ]);
      for (const person of [ada, bob]) person.ask({ do: 'reopen' });
      await Promise.all([ada.next('channel', isIn('open')), bob.next('channel', isIn('open'))]);
      await talk('Still there');
      measured.push(`their channel goes on ${since(start)} ms after the change of networks`);
      await meet();
    }, 60_000);
  },
);

type HappeningOf<Type extends Happening['type']> = Extract<Happening, { readonly type: Type }>;

function since(start: number): number {
  return Math.round(performance.now() - start);
}
