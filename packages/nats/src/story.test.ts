import { incomingInvitations, inviteAsync, sendInvitation } from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import { presence } from '@beckon/core/presence';
import { createLinks, openLink } from '@beckon/links';
import { connect } from '@nats-io/transport-node';
import { filter, firstValueFrom } from 'rxjs';
import { describeWithServer, NatsServer } from '../test/nats-server.ts';
import { createSeed, type NatsAdapter, natsAdapter, setUpMail } from './index.ts';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';

describeWithServer('two people over a broker', () => {
  let server: NatsServer;
  const people: NatsAdapter[] = [];

  beforeAll(async () => {
    server = await NatsServer.start('jetstream { store_dir: "$FOLDER/js" }');
    const operator = await connect({ servers: server.url });
    await setUpMail(operator);
    await operator.close();
  });
  afterAll(async () => {
    await Promise.all(people.map((person) => person.close().catch(() => undefined)));
    await server.stop();
  });

  async function person(options: Parameters<typeof natsAdapter>[0]): Promise<NatsAdapter> {
    const adapter = natsAdapter(options);
    await adapter.open();
    people.push(adapter);
    await adapter.visibility.signIn('internet');
    return adapter;
  }

  it('become contacts by a link, see each other, invite, talk, and one is invited while away', async () => {
    const links = createLinks();
    const adasOptions = { servers: server.url, name: 'Ada', mail: true };
    const ada = await person({ ...adasOptions, reception: links.reception('contacts') });
    await links.serve(ada);
    const { text } = await links.create(ada, { kind: 'contact' });

    const bobsOptions = { servers: server.url, name: 'Bob', mail: true, seed: createSeed() };
    const bob = await person(bobsOptions);
    const opened = await openLink(bob, text);
    expect(opened).toMatchObject({ state: 'opened', contact: { displayName: 'Ada' } });
    const [bobAsContact] = await ada.contacts.list();
    expect(bobAsContact).toMatchObject({ displayName: 'Bob' });

    const [adasEndpoint] = await bob.contacts.endpoints(opened.contact);
    const seen = presence(bob, adasEndpoint!).pipe(filter(({ status }) => status === 'online'));
    expect(await firstValueFrom(seen)).toMatchObject({ status: 'online' });

    const arriving = firstValueFrom(incomingInvitations(ada));
    const sent = inviteAsync(bob, { to: { contact: opened.contact }, applicationId });
    const incoming = await arriving;
    await incoming.accept();
    const status = await sent;
    if (status.state !== 'accepted') throw new Error(status.state);
    const heard = firstValueFrom(invitationChannel<string>(ada, incoming.id));
    const bobsEnd = invitationChannel<string>(bob, status.invitationId ?? '');
    const talking = bobsEnd.subscribe();
    bobsEnd.next('Hello');
    expect(await heard).toBe('Hello');
    talking.unsubscribe();

    // Bob leaves, and is invited meanwhile.
    await bob.close();
    await sendInvitation(ada, {
      to: { contact: bobAsContact! },
      applicationId,
      message: 'When you are back',
    });
    const back = await person(bobsOptions);
    const waiting = await firstValueFrom(incomingInvitations(back));
    expect(waiting).toMatchObject({
      message: 'When you are back',
      from: { isVerified: true },
    });
    expect((await waiting.accept()).state).toBe('accepted');
    await links.close();
  }, 60_000);
});
