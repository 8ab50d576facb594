import { chmod, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseGuid, type ReceivedInvitation } from '@beckon/core';
import { removeStaleLaunchFiles, takeLaunchFile, writeLaunchFile } from './launch-file.ts';

const invitation: ReceivedInvitation = {
  id: 'invitation-1',
  applicationId: parseGuid('5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11'),
  message: 'Come',
  data: Uint8Array.of(0, 255),
  expiresAt: 0,
  from: {
    endpoint: { address: 'ada', name: 'Ada' },
    contact: { peerName: 'ada', credentials: Uint8Array.of(7) },
    isVerified: true,
  },
};

describe('a launch file', () => {
  let base: string;
  beforeEach(async () => {
    base = await mkdtemp(path.join(tmpdir(), 'beckon-launches-'));
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  const planted = async (text: string, mode = 0o600): Promise<string> => {
    const file = path.join(base, 'planted.json');
    await writeFile(file, text, { mode });
    return file;
  };

  it('is read with all that came, and is gone then, with its folder', async () => {
    const { path: file } = await writeLaunchFile(invitation, base);
    expect(await takeLaunchFile(file)).toEqual({
      invitationId: invitation.id,
      isVerified: true,
      endpoint: invitation.from.endpoint,
      contact: invitation.from.contact,
      invitation: {
        applicationId: invitation.applicationId,
        message: 'Come',
        data: Uint8Array.of(0, 255),
      },
    });
    expect(await takeLaunchFile(file)).toBeUndefined();
    expect(await readdir(base)).toEqual([]);
  });

  it('is given to one of many who read at the same time', async () => {
    const { path: file } = await writeLaunchFile(invitation, base);
    const taken = await Promise.all(Array.from({ length: 50 }, () => takeLaunchFile(file)));
    expect(taken.filter((each) => each !== undefined)).toHaveLength(1);
  });

  it('has a folder of its own each time, which nobody can foresee', async () => {
    const files = await Promise.all([1, 2, 3].map(() => writeLaunchFile(invitation, base)));
    expect(new Set(files.map((file) => path.dirname(file.path))).size).toBe(3);
    for (const { remove } of files) remove();
    expect(await readdir(base)).toEqual([]);
  });

  it('is not read through a link, and what the link means stays', async () => {
    const outside = await planted('{"version":1}');
    const link = path.join(base, 'link.json');
    await symlink(outside, link);
    await expect(takeLaunchFile(link)).rejects.toThrow();
    expect(await readdir(base)).toEqual(['planted.json']);
  });

  it('is refused when others can reach it', async () => {
    const { path: file } = await writeLaunchFile(invitation, base);
    await chmod(file, 0o644);
    await expect(takeLaunchFile(file)).rejects.toThrow('others can reach it');
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['another version', '{"version":2,"invitation":{},"from":{}}'],
    ['no invitation', '{"version":1}'],
    ['no GUID', '{"version":1,"invitation":{"id":"x","applicationId":"x"},"from":{"endpoint":{}}}'],
    ['too much', ' '.repeat(300_000)],
  ])('is refused with %s in it', async (_what, text) => {
    await expect(takeLaunchFile(await planted(text))).rejects.toThrow();
  });

  it('that is stale is removed, and neither a link of that name nor what it means', async () => {
    const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1_000);
    const [stale, kept] = [path.join(base, 'beckon-launch-old'), path.join(base, 'kept')];
    await mkdir(stale);
    await utimes(stale, longAgo, longAgo);
    await mkdir(kept);
    await utimes(kept, longAgo, longAgo);
    await symlink(kept, path.join(base, 'beckon-launch-link'));
    await removeStaleLaunchFiles(base);
    expect((await readdir(base)).sort()).toEqual(['beckon-launch-link', 'kept']);
  });
});
