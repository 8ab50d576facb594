import { actors } from './actors.ts';
import { launchScenarios } from './launch-scenarios.ts';
import { launched } from './launched.ts';
import { Machine } from './machine.ts';
import { Narrator } from './narrator.ts';
import { Neighbourhood } from './neighbourhood.ts';
import { neighbourScenarios } from './neighbour-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { Stage } from './stage.ts';

/** Plays the three acts. Resolves with the number of scenarios that failed. */
async function playAll(): Promise<number> {
  const startedAt = performance.now();
  const narrator = new Narrator();
  const play = async <S>(stage: S, story: readonly Scenario<S>[]): Promise<void> => {
    for (const { title, play } of story) {
      narrator.begin(title);
      try {
        narrator.end(await play(stage));
      } catch (error) {
        narrator.fail(error instanceof Error ? error.message : String(error));
      }
    }
  };

  narrator.title('beckon: real invitations between two processes, over libp2p');
  const stage = new Stage(narrator);
  try {
    await Promise.all([stage.startRecipient('anyone'), stage.startSender()]);
    await play(stage, scenarios);
  } finally {
    await stage.clear();
  }

  narrator.title(
    'Two neighbours who find each other, exchange cards, see who is free, invite by name, and talk',
  );
  const neighbourhood = new Neighbourhood(narrator);
  try {
    await Promise.all([neighbourhood.enter('Ada'), neighbourhood.enter('Bob')]);
    await play(neighbourhood, neighbourScenarios);
  } finally {
    await neighbourhood.clear();
  }

  narrator.title('A host, which launches what Bob accepts');
  const machine = new Machine(narrator);
  try {
    await machine.start();
    await play(machine, launchScenarios);
  } finally {
    await machine.clear();
  }
  return narrator.summary((performance.now() - startedAt) / 1000);
}

const [role, argument = ''] = process.argv.slice(2);
if (role === 'sender') await actors.sender();
else if (role === 'recipient') await actors.recipient(argument === 'nobody' ? 'nobody' : 'anyone');
else if (role === 'neighbour') await actors.neighbour(argument);
else if (role === 'host') await actors.host(argument);
else if (role === 'launched') await launched(argument);
else process.exitCode = (await playAll()) === 0 ? 0 : 1;
