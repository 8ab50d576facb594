import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createGuid, isCollaborationError } from '@beckon/core';
import { withTables } from '@beckon/core/adapter';
import { createMockNetwork, type MockAdapter } from '@beckon/mock';
import { lastValueFrom } from 'rxjs';
import { APPLICATION_ID, Hosted } from '../test/hosted.ts';
import { ScriptedPrompt } from '../test/scripted-prompt.ts';
import { commandLineOf, createHost, type HostOptions, type StartedActivity } from './index.ts';

describe('a host', () => {
  let hosted: Hosted;
  afterEach(() => hosted.close());

  async function start(options: HostOptions = {}): Promise<void> {
    hosted = await Hosted.open(options);
    await hosted.register({ program: '/bin/sh', arguments: '-c "exit 0"' });
    hosted.start();
  }

  it('asks about who invites, by name, with the identity beside it, and about what', async () => {
    await start();
    const invited = hosted.invite({ message: 'Come\u001b[2J and \u202edraw' });
    const [request] = await hosted.prompt.shows(1);
    expect(request).toMatchObject({
      application: 'Whiteboard',
      message: 'Come [2J and draw',
      inviter: {
        isContact: false,
        fingerprint: expect.stringMatching(/^(?:\d{5} ){7}\d{5}$/) as string,
      },
    });
    await hosted.prompt.answer({ action: 'decline' });
    await invited;
  });

  it('calls a contact by the name in the list of contacts, and nobody else', async () => {
    await start();
    await hosted.bob.contacts.add(await hosted.ada.identity.card());
    const [contact] = await hosted.bob.contacts.list();
    await hosted.bob.contacts.update({ ...contact!, nickname: 'Ada from work' });
    const eve = hosted.network.join({ name: 'eve' });
    await eve.open();
    await eve.identity.setName('Ada from work');
    const aborted = new AbortController();
    const { signal } = aborted;
    const invited = [hosted.invite({ signal }), hosted.invite({ signal }, eve)];
    const requests = await hosted.prompt.shows(2);
    const inviters = requests.map(({ inviter }) => inviter);
    expect(inviters.map(({ name, isContact }) => [name, isContact]).sort()).toEqual([
      ['Ada from work', false],
      ['Ada from work', true],
    ]);
    expect(inviters[0]?.fingerprint).not.toBe(inviters[1]?.fingerprint);
    aborted.abort();
    await Promise.all(invited);
    hosted.network.crash('eve');
  });

  it('takes the first answer of several prompts, and takes the others away', async () => {
    const other = new ScriptedPrompt();
    const first = new ScriptedPrompt();
    await start({ prompts: [first.prompt, other.prompt] });
    const invited = hosted.invite();
    await first.shows(1);
    await other.answer({ action: 'accept' });
    expect((await invited).state).toBe('accepted');
    expect([first.requests, other.requests]).toEqual([[], []]);
  });

  it('takes the prompt away when the invitation is answered elsewhere', async () => {
    await start();
    const invited = hosted.invite();
    await hosted.prompt.shows(1);
    const { invitation } = await hosted.event('arrived');
    await hosted.bob.inbox.accept(invitation.id);
    await hosted.prompt.shows(0);
    expect((await hosted.event('ended')).status.state).toBe('answeredElsewhere');
    expect((await invited).state).toBe('accepted');
  });

  it('leaves what is put away pending, until it expires', async () => {
    await start();
    const invited = hosted.invite({ expiresInMs: 300 });
    await hosted.prompt.putAway();
    expect((await invited).state).toBe('expired');
    expect((await hosted.event('ended')).status.state).toBe('expired');
  });

  it('goes on when a prompt fails, and says so', async () => {
    await start();
    const aborted = new AbortController();
    const invited = hosted.invite({ signal: aborted.signal });
    await hosted.prompt.shows(1);
    hosted.prompt.fail(new Error('no display'));
    expect((await hosted.event('fault')).error.message).toContain('no display');
    // It waits for its end, as it would without a prompt.
    aborted.abort();
    expect((await invited).state).toBe('cancelled');
  });

  it('ends what was started when the acceptance crosses a withdrawal', async () => {
    hosted = await Hosted.open();
    const pid = path.join(hosted.folder, 'pid');
    const script = `echo $$ > ${pid}; sleep 600`;
    await hosted.register({ program: '/bin/sh', arguments: commandLineOf(['-c', script]) });
    const aborted = new AbortController();
    hosted.start();
    const invited = hosted.invite({ signal: aborted.signal });
    await hosted.prompt.shows(1);
    // The answer is on its way when the inviter takes the invitation back.
    hosted.network.inject({ type: 'delay', message: 'answer', ms: 200 });
    hosted.network.inject({ type: 'delay', message: 'withdraw', ms: 200 });
    await hosted.prompt.answer({ action: 'accept' });
    setTimeout(() => aborted.abort(), 400);
    expect((await invited).state).toBe('cancelled');
    expect((await hosted.event('ended')).status.state).toBe('withdrawn');
    expect(await hosted.launchFiles()).toEqual([]);
  });

  it('asks about contacts only, unless it is told otherwise', async () => {
    await start({ reception: 'contacts' });
    const refused = await hosted.invite().catch((error: unknown) => error);
    expect(isCollaborationError(refused, 'REMOTE_ERROR')).toBe(true);
    expect(hosted.prompt.shownCount).toBe(0);
    await hosted.bob.contacts.add(await hosted.ada.identity.card());
    const invited = hosted.invite();
    await hosted.prompt.answer({ action: 'accept' });
    expect((await invited).state).toBe('accepted');
  });

  it('asks nobody about what is not registered, and the inviter learns it', async () => {
    await start();
    const refused = await hosted
      .invite({ applicationId: createGuid() })
      .catch((error: unknown) => error);
    expect(isCollaborationError(refused, 'INCOMPATIBLE')).toBe(true);
    expect(hosted.prompt.shownCount).toBe(0);
  });

  it('fails what is unregistered while the person thinks', async () => {
    await start();
    const invited = hosted.invite().catch((error: unknown) => error);
    await hosted.prompt.shows(1);
    await hosted.files.remove('test', APPLICATION_ID, 'currentUser');
    await hosted.prompt.answer({ action: 'accept' });
    expect(isCollaborationError(await invited, 'INCOMPATIBLE')).toBe(true);
  });

  it('calls an activity of this process when the inviter has the acceptance', async () => {
    const started: StartedActivity[] = [];
    const id = createGuid();
    await start({
      activities: {
        [id]: { description: 'Chat', start: (activity) => void started.push(activity) },
      },
    });
    const invited = hosted.invite({ applicationId: id, data: Uint8Array.of(1), message: 'Hi' });
    const [request] = await hosted.prompt.shows(1);
    expect(request?.application).toBe('Chat');
    await hosted.prompt.answer({ action: 'accept' });
    expect((await invited).state).toBe('accepted');
    await hosted.event('launched');
    expect(started).toMatchObject([
      { endpoint: { address: 'ada' }, invitation: { applicationId: id, message: 'Hi' } },
    ]);
    expect(started[0]?.invitation.data).toEqual(Uint8Array.of(1));
  });

  it('announces its activities beside what is registered', async () => {
    const id = createGuid();
    await start({ activities: { [id]: { description: 'Chat', start: () => undefined } } });
    const seen = async (): Promise<readonly (string | undefined)[]> =>
      (await hosted.bob.applications.own()).map(({ description }) => description).sort();
    while ((await seen()).length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(await seen()).toEqual(['Chat', 'Whiteboard']);
  });

  it('reports an activity that fails', async () => {
    const id = createGuid();
    const start = async (): Promise<void> => {
      throw new Error('no window');
    };
    hosted = (await Hosted.open({ activities: { [id]: { description: 'Chat', start } } })).start();
    const invited = hosted.invite({ applicationId: id });
    await hosted.prompt.answer({ action: 'accept' });
    expect((await invited).state).toBe('accepted');
    expect((await hosted.event('fault')).error.message).toContain('no window');
  });

  it('announces what another program registers, and no more what it unregisters', async () => {
    await start();
    const own = async (): Promise<readonly string[]> =>
      (await hosted.bob.applications.own()).map(({ id }) => id);
    while ((await own()).length !== 1) await new Promise((resolve) => setImmediate(resolve));
    const id = createGuid();
    await hosted.files.add('test', { application: { id }, program: '/bin/true' }, 'currentUser');
    while (!(await own()).includes(id)) await new Promise((resolve) => setImmediate(resolve));
    await hosted.files.remove('test', id, 'currentUser');
    while ((await own()).includes(id)) await new Promise((resolve) => setImmediate(resolve));
  });

  it('names a registration that cannot be used, and goes on with the others', async () => {
    hosted = await Hosted.open();
    await hosted.register({ program: '/bin/sh', arguments: '-c "exit 0"' });
    const file = path.join(hosted.files.folders.currentUser, `${createGuid()}.json`);
    await writeFile(file, 'nonsense', { mode: 0o600 });
    hosted.start();
    expect((await hosted.event('fault')).error.message).toContain(file);
    const invited = hosted.invite();
    await hosted.prompt.answer({ action: 'accept' });
    expect((await invited).state).toBe('accepted');
  });

  it('removes launch files that nobody has read for a day, and nothing else', async () => {
    hosted = await Hosted.open();
    const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1_000);
    for (const name of ['beckon-launch-old', 'beckon-launch-new', 'other-old']) {
      const folder = path.join(hosted.launchFolder, name);
      await mkdir(folder);
      await writeFile(path.join(folder, 'invitation.json'), '{}');
      if (name.endsWith('old')) await utimes(folder, longAgo, longAgo);
    }
    hosted.start();
    const left = async (): Promise<readonly string[]> =>
      (await readdir(hosted.launchFolder)).sort();
    while ((await left()).length > 2) await new Promise((resolve) => setImmediate(resolve));
    expect(await left()).toEqual(['beckon-launch-new', 'other-old']);
  });
});

describe('createHost', () => {
  const open = async (name: string): Promise<MockAdapter> => {
    const adapter = network.join({ name });
    await adapter.open();
    return adapter;
  };
  let network: ReturnType<typeof createMockNetwork>;
  beforeEach(() => {
    network = createMockNetwork();
  });

  it('makes the adapter with its reception: whom it refuses sees nobody', async () => {
    const ada = await open('ada');
    const prompt = new ScriptedPrompt();
    const host = createHost((reception) => network.join({ name: 'bob', reception }), {
      prompts: [prompt.prompt],
      activities: { [APPLICATION_ID]: { description: 'Chat', start: () => undefined } },
    });
    await host.adapter.open();
    const running = host.events$.subscribe();
    const handle = await ada.invitations.inviteEndpoint(
      { address: 'bob' },
      { applicationId: APPLICATION_ID },
    );
    let error: unknown;
    while (error === undefined) {
      await Promise.resolve(handle.response()).catch((reason: unknown) => (error = reason));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(isCollaborationError(error, 'UNREACHABLE')).toBe(true);
    running.unsubscribe();
    await host.adapter.close();
    await ada.close();
  });

  it.each<[string, HostOptions]>([
    ['prompts that are no list', { prompts: {} as never }],
    ['a prompt that is no function', { prompts: [1 as never] }],
    ['a reception of no form', { reception: 'friends' as never }],
    [
      'an activity without an id',
      { activities: { chat: { description: '', start: () => undefined } } },
    ],
    [
      'an activity without a function',
      { activities: { [APPLICATION_ID]: { description: 'x' } as never } },
    ],
  ])('refuses %s at the call', (_what, options) => {
    expect(() => createHost(network.join({ name: 'bob' }), options)).toThrow(TypeError);
  });

  it('errors on an adapter without an inbox', async () => {
    const adapter = { ...withTables(network.join({ name: 'bob' }), {}), inbox: undefined };
    const error = await lastValueFrom(createHost(adapter).events$).catch(
      (reason: unknown) => reason,
    );
    expect(isCollaborationError(error, 'NOT_SUPPORTED')).toBe(true);
  });

  it('closes what it has opened, also when it is unsubscribed while it opens', async () => {
    const bob = network.join({ name: 'bob' });
    const host = createHost(bob);
    host.events$.subscribe().unsubscribe();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(bob.close()).rejects.toThrow('closed');
    const running = host.events$.subscribe();
    await new Promise((resolve) => setImmediate(resolve));
    running.unsubscribe();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(bob.close()).rejects.toThrow('closed');
  });

  it('ends pending invitations when it stops: nobody is there any more', async () => {
    const hosted = await Hosted.open({
      activities: { [APPLICATION_ID]: { description: 'Chat', start: () => undefined } },
    });
    hosted.start();
    const invited = hosted.invite().catch((error: unknown) => error);
    await hosted.prompt.shows(1);
    await hosted.bob.close();
    hosted.stop();
    expect(isCollaborationError(await invited, 'UNREACHABLE')).toBe(true);
    expect(hosted.prompt.requests).toEqual([]);
    await hosted.close();
  });
});
