// The two people of `npm run demo:windows`, each a user of its own with a reference service. A script takes
// the place of a person at toast and dialog. Everything else goes through P2P.dll.
import { writeFileSync, writeSync } from 'node:fs';
import { invite, type InviteRequest, isCollaborationError } from '@beckon/core';
import { takeUntil, timer } from 'rxjs';
import { type NativeAdapter, nativeAdapter } from '../../src/index.ts';
import { referenceDll, referencePath } from './reference.ts';
import { applicationId } from './samples.ts';

/** Environment of the scenario; see tools/windows-runner/demo-windows.mjs. */
const { DEMO_PROGRAM = '', DEMO_RESULT = '', DEMO_CANCEL_MS, DEMO_KILL } = process.env;

const roles: Record<string, () => Promise<void>> = {
  /** Registers the application and signs in; the service stays behind and answers. */
  async bob() {
    const adapter = nativeAdapter({ library: referencePath(), signIn: 'all' });
    await adapter.open();
    await adapter.applications.register(
      {
        application: { id: applicationId, description: 'Whiteboard' },
        program: process.execPath,
        arguments: `"${DEMO_PROGRAM}" launched`,
        publicationScope: 'internet',
      },
      'currentUser',
    );
    print(`service ${referenceDll().serviceProcess()}`);
    await adapter.close();
  },

  /** The program that Bob's service starts when he accepts. */
  async launched() {
    const adapter = nativeAdapter({ library: referencePath() });
    await adapter.open();
    const info = await adapter.launch.launchInfo();
    await adapter.close();
    const data = Buffer.from(info?.invitation.data ?? []).toString('hex');
    writeFileSync(DEMO_RESULT, `${info?.invitation.message ?? ''} ${data}`);
  },

  /** Finds Bob on the subnet and invites him. */
  async ada() {
    const adapter = nativeAdapter({ library: referencePath(), signIn: 'all' });
    await adapter.open();
    const bob = await firstPerson(adapter);
    const begun = Date.now();
    const request: InviteRequest = {
      to: { endpoint: bob.endpoint },
      applicationId,
      message: 'Join my whiteboard?',
      data: Uint8Array.of(0xbe, 0xc0, 0x17),
    };
    await new Promise<void>((resolve) => {
      const status$ = invite(adapter, request);
      const stopped$ =
        DEMO_CANCEL_MS === undefined
          ? status$
          : status$.pipe(takeUntil(timer(Number(DEMO_CANCEL_MS))));
      stopped$.subscribe({
        next: ({ state }) => {
          print(`${Date.now() - begun} ${state}`);
          if (state === 'pending' && DEMO_KILL !== undefined) process.kill(Number(DEMO_KILL));
        },
        error: (error: unknown) => {
          print(
            `${Date.now() - begun} ${isCollaborationError(error) ? error.code : String(error)}`,
          );
          resolve();
        },
        complete: resolve,
      });
    });
    print(`${Date.now() - begun} end`);
    await adapter.close();
  },
};

async function firstPerson(adapter: NativeAdapter) {
  for (;;) {
    const [person] = await adapter.peopleNearMe.list();
    if (person !== undefined) return person;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function print(line: string): void {
  writeSync(1, `${line}\n`);
}

const role = roles[process.argv[2] ?? ''];
if (role === undefined) throw new Error(`Nobody is called ${String(process.argv[2])}.`);
await role();
