// Plays invitations between two users of P2P.dll. Each user has a process and a reference service.
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runNode, windowsPath } from './windows.mjs';

/** The TypeScript entry to bundle: the programs of the two users. */
export const SCENARIO_ENTRY = 'test/windows/demo.ts';

/** The scenarios: Bob's answer, Ada's actions, and the expected end. */
export const scenarios = [
  {
    title: 'Bob accepts, and his program starts',
    answer: 'accept,delay=300',
    ends: 'accepted',
    launches: true,
  },
  { title: 'Bob declines', answer: 'decline,delay=300', ends: 'declined' },
  { title: 'Nobody answers', answer: 'ignore', options: 'expiryMs=800', ends: 'expired' },
  {
    title: 'Ada withdraws the invitation',
    answer: 'ignore',
    cancelMs: 500,
    ends: 'pending',
    log: 'cancelled',
  },
  { title: "Bob's service is killed", answer: 'ignore', kills: true, ends: 'UNREACHABLE' },
  { title: 'Bob refuses invitations', answer: 'refuse', ends: 'UNREACHABLE' },
];

/**
 * Plays one scenario, and reports its progress line by line to `print`.
 *
 * @returns the fault; `undefined` when the scenario ended as expected.
 */
export async function play(scenario, { node, folder, dll, print }) {
  const { title, answer, options, cancelMs, kills, ends, launches, log } = scenario;
  const stage = mkdtempSync(path.join(folder, 'scenario-'));
  const program = path.join(folder, 'demo.mjs');
  print(title);
  const homes = Object.fromEntries(['ada', 'bob'].map((name) => [name, path.join(stage, name)]));
  for (const home of [path.join(stage, 'network'), ...Object.values(homes)]) {
    mkdirSync(home, { recursive: true });
  }
  const result = path.join(stage, 'launched.txt');
  const common = {
    BECKON_P2P_DLL: windowsPath(dll),
    REFERENCE_P2P_NETWORK: windowsPath(path.join(stage, 'network')),
    REFERENCE_P2P_ANSWER: answer,
    REFERENCE_P2P_OPTIONS: `hostLingerMs=8000;${options ?? ''}`,
    DEMO_PROGRAM: windowsPath(program),
    DEMO_RESULT: windowsPath(result),
  };
  const act = (name, env = {}, onOutput = undefined) =>
    runNode(node, [windowsPath(program), name], {
      cwd: folder,
      timeoutMs: 30_000,
      env: {
        ...common,
        REFERENCE_P2P_HOME: windowsPath(homes[name]),
        REFERENCE_P2P_NICK_NAME: name,
        ...env,
      },
      onOutput,
    });

  const bob = await act('bob');
  if (bob.status !== 0) return `Bob could not sign in: ${bob.errors}`;
  const [, service] = /service (\d+)/.exec(bob.output) ?? [];
  const ada = await act(
    'ada',
    {
      ...(cancelMs === undefined ? {} : { DEMO_CANCEL_MS: String(cancelMs) }),
      ...(kills ? { DEMO_KILL: service } : {}),
    },
    (text) => {
      for (const line of text.split(/\r?\n/).filter(Boolean)) {
        const [ms, state] = line.split(' ');
        print(`  ${ms.padStart(6)} ms  ${state}`);
      }
    },
  );
  if (ada.status !== 0) return `Ada's process ended with ${ada.status}: ${ada.errors}`;
  const states = ada.output
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => line.split(' ')[1]);
  if (states.at(-2) !== ends) return `ended with ${states.at(-2)} instead of ${ends}`;
  if (launches) {
    const told = await appears(result);
    print(`  Bob's program was told: ${told}`);
    if (told !== 'Join my whiteboard? bec017') return 'the invitation did not arrive intact';
  }
  const heard = readFileSync(path.join(homes.bob, 'service.log'), 'utf8');
  if (log !== undefined && !heard.includes(log)) return `Bob was not told: ${log}`;
  return undefined;
}

async function appears(file) {
  for (let round = 0; round < 100; round++) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text !== '') return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return 'nothing';
}
