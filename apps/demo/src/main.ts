import { actors } from './actors.ts';
import { Narrator } from './narrator.ts';
import { scenarios } from './scenarios.ts';
import { Stage } from './stage.ts';

/** Plays every scenario. Resolves with the number of scenarios that failed. */
async function playAll(): Promise<number> {
  const startedAt = performance.now();
  const narrator = new Narrator();
  const stage = new Stage(narrator);
  let failed = 0;
  narrator.title('beckon: real invitations between two processes, over libp2p');
  try {
    await Promise.all([stage.startRecipient('anyone'), stage.startSender()]);
    for (const [index, { title, play }] of scenarios.entries()) {
      narrator.begin(index + 1, title);
      try {
        narrator.end(await play(stage));
      } catch (error) {
        failed++;
        narrator.fail(error instanceof Error ? error.message : String(error));
      }
    }
  } finally {
    await stage.clear();
  }
  narrator.summary(scenarios.length - failed, failed, (performance.now() - startedAt) / 1000);
  return failed;
}

const [role, reception] = process.argv.slice(2);
if (role === 'sender') await actors.sender();
else if (role === 'recipient') await actors.recipient(reception === 'nobody' ? 'nobody' : 'anyone');
else process.exitCode = (await playAll()) === 0 ? 0 : 1;
