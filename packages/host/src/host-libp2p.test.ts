import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createGuid,
  invite,
  inviteAsync,
  isCollaborationError,
  type Reception,
} from '@beckon/core';
import { applications } from '@beckon/core/applications';
import { type Libp2pAdapter, libp2pAdapter, type Libp2pAdapterOptions } from '@beckon/libp2p';
import { filter, firstValueFrom, skip } from 'rxjs';
import { ScriptedPrompt } from '../test/scripted-prompt.ts';
import { ApplicationFiles, createHost } from './index.ts';
import { QUESTIONS } from './prompt/prompt-desk.ts';

const APPLICATION_ID = createGuid();
const ACTIVITIES = { [APPLICATION_ID]: { description: 'Chat', start: () => undefined } };

describe('a host over libp2p', () => {
  const opened: { close(): Promise<void> }[] = [];
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'beckon-host-'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((adapter) => adapter.close()));
    await rm(folder, { recursive: true });
  });

  async function open<Adapter extends { open(): Promise<void>; close(): Promise<void> }>(
    adapter: Adapter,
  ): Promise<Adapter> {
    await adapter.open();
    opened.push(adapter);
    return adapter;
  }

  const folders = () => ({
    currentUser: path.join(folder, 'own'),
    allUsers: path.join(folder, 'all'),
  });

  function adapterWith(options: Libp2pAdapterOptions): (reception: Reception) => Libp2pAdapter {
    return (reception) => libp2pAdapter({ ...options, reception });
  }

  it('is nobody to a stranger, and asks about a contact', async () => {
    const prompt = new ScriptedPrompt();
    const host = createHost(adapterWith({ name: 'Bob' }), {
      prompts: [prompt.prompt],
      activities: ACTIVITIES,
      folders: folders(),
    });
    const ada = await open(libp2pAdapter({ name: 'Ada' }));
    const bob = await open(host.adapter);
    const running = host.events$.subscribe();
    const [endpoint] = await bob.identity.endpoints();
    const invitation = { to: { endpoint: endpoint! }, applicationId: APPLICATION_ID };
    const refused = await inviteAsync(ada, invitation).catch((error: unknown) => error);
    expect(isCollaborationError(refused, 'UNREACHABLE')).toBe(true);
    await bob.contacts.add(await ada.identity.card());
    const invited = inviteAsync(ada, invitation);
    const [request] = await prompt.shows(1);
    expect(request?.inviter).toMatchObject({ name: 'Ada', isContact: true });
    await prompt.answer({ action: 'accept' });
    expect((await invited).state).toBe('accepted');
    running.unsubscribe();
  });

  it('announces what is registered to those who watch it', async () => {
    const host = createHost(adapterWith({}), { folders: folders() });
    const ada = await open(libp2pAdapter());
    const bob = await open(host.adapter);
    const running = host.events$.subscribe();
    await bob.contacts.add(await ada.identity.card());
    const [contact] = await bob.contacts.list();
    await bob.contacts.update({ ...contact!, canWatchMe: true });
    await bob.visibility.signIn('internet');
    const [endpoint] = await bob.identity.endpoints();
    const registered = firstValueFrom(
      applications(ada, endpoint!).pipe(filter(([only]) => only?.id === APPLICATION_ID)),
    );
    // By another program.
    const registration = { application: { id: APPLICATION_ID }, program: '/bin/true' };
    await new ApplicationFiles(folders()).add('test', registration, 'currentUser');
    expect(await registered).toHaveLength(1);
    running.unsubscribe();
  });

  it('survives ten thousand invitations of one person: few are kept, and one is shown', async () => {
    const count = 10_000;
    const limits = {
      pendingPerPeer: Number.POSITIVE_INFINITY,
      pending: Number.POSITIVE_INFINITY,
      rate: { burst: 2 * count, perSecond: count },
    };
    const prompt = new ScriptedPrompt();
    const host = createHost(adapterWith({ limits }), {
      prompts: [prompt.prompt],
      reception: 'anyone',
      activities: ACTIVITIES,
      folders: folders(),
    });
    const ada = await open(libp2pAdapter());
    const bob = await open(host.adapter);
    const arrived = firstValueFrom(
      host.events$.pipe(
        filter(({ type }) => type === 'arrived'),
        skip(count - 1),
      ),
    );
    const running = host.events$.subscribe();
    const [endpoint] = await bob.identity.endpoints();
    const ends: string[] = [];
    const inviting = Array.from({ length: count }, () =>
      invite(ada, { to: { endpoint: endpoint! }, applicationId: APPLICATION_ID }).subscribe({
        error: (error: unknown) => ends.push(String((error as { code: unknown }).code)),
      }),
    );
    await arrived;
    const kept = Math.ceil((QUESTIONS * 3) / 4);
    while (ends.length < count - kept) await new Promise((resolve) => setImmediate(resolve));
    expect(new Set(ends)).toEqual(new Set(['REMOTE_ERROR']));
    expect(prompt.requests).toHaveLength(1);
    for (const each of inviting) each.unsubscribe();
    await prompt.shows(0);
    running.unsubscribe();
  });
});
