import {
  incomingInvitations,
  inviteAsync,
  isCollaborationError,
  sendInvitation,
} from '@beckon/core';
import { jwtAuthenticator } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { firstValueFrom } from 'rxjs';
import { type Group, startJwtServer } from '../test/jwt-server.ts';
import { describeWithServer, type NatsServer } from '../test/nats-server.ts';
import { createPerson, type Person } from '../test/permissions.ts';
import { type NatsAdapter, natsAdapter, setUpMail } from './index.ts';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
const encoder = new TextEncoder();

describeWithServer('people whom an account has signed', () => {
  let server: NatsServer;
  let friends: Group;
  let strangers: Group;
  const open: NatsAdapter[] = [];

  beforeAll(async () => {
    const { server: started, groups } = await startJwtServer(['friends', 'strangers']);
    server = started;
    [friends, strangers] = groups as [Group, Group];
    const connection = await connect({
      servers: server.url,
      authenticator: await friends.administrator(),
    });
    await setUpMail(connection);
    await connection.close();
  });
  afterAll(() => server.stop());
  afterEach(() => Promise.all(open.splice(0).map((adapter) => adapter.close())));

  async function join(group: Group, person: Person, mail = false): Promise<NatsAdapter> {
    const adapter = natsAdapter({
      servers: server.url,
      seed: person.seed,
      authenticator: jwtAuthenticator(await group.jwtOf(person), encoder.encode(person.seed)),
      mail,
    });
    await adapter.open();
    open.push(adapter);
    return adapter;
  }

  const requestTo = ({ peerName }: Person) => ({
    to: { endpoint: { address: `nats:${peerName}` } },
    applicationId,
  });

  it('invite each other, each by the nkey that the JWT is for', async () => {
    const [ada, bob] = [createPerson(), createPerson()];
    incomingInvitations(await join(friends, bob)).subscribe((invitation) => {
      expect(invitation.from.contact?.peerName).toBe(ada.peerName);
      void invitation.accept();
    });
    const { state } = await inviteAsync(await join(friends, ada), requestTo(bob));
    expect(state).toBe('accepted');
  });

  it('are invited while they are away, within the template', async () => {
    const [ada, bob] = [createPerson(), createPerson()];
    const message = 'When you are back';
    await sendInvitation(await join(friends, ada, true), { ...requestTo(bob), message });
    const invitation = await firstValueFrom(incomingInvitations(await join(friends, bob, true)));
    expect(invitation.message).toBe(message);
    await invitation.accept();
  });

  it('do not see people of another account', async () => {
    const [ada, bob] = [createPerson(), createPerson()];
    await join(strangers, bob);
    const ended = inviteAsync(await join(friends, ada), requestTo(bob));
    await expect(ended).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('are not let in with the JWT of somebody else', async () => {
    const [ada, mallory] = [createPerson(), createPerson()];
    const forged = natsAdapter({
      servers: server.url,
      seed: mallory.seed,
      authenticator: jwtAuthenticator(await friends.jwtOf(ada), encoder.encode(mallory.seed)),
    });
    const error = await forged.open().catch((reason: unknown) => reason);
    expect(isCollaborationError(error)).toBe(true);
  });
});
