import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** Runs a program in Node without a test runner. Rejects when its exit code is not 0. */
async function outputOf(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@beckon/source', '--import', 'tsx', '--input-type=module', '-e', program],
    { cwd: path.join(__dirname, '..'), env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return stdout;
}

describe('in a process of its own', () => {
  it.each([11, 1_000])('%i invitations at once share one listener of one signal', async (count) => {
    const output = await outputOf(`
      import { getEventListeners } from 'node:events';
      const { invite } = await import('@beckon/core');
      const { scriptedAdapter } = await import('./test/scripted-adapter.ts');
      process.on('warning', ({ name }) => {
        if (name === 'MaxListenersExceededWarning') console.log(name);
      });
      const { signal } = new AbortController();
      const request = {
        to: { endpoint: { address: 'bob' } },
        applicationId: '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11',
        signal,
      };
      const listeners = () => getEventListeners(signal, 'abort').length;
      const pending = Array.from({ length: ${count} }, () => invite(scriptedAdapter({}), request).subscribe());
      console.log(listeners());
      await new Promise(setImmediate);
      for (const subscription of pending) subscription.unsubscribe();
      console.log(listeners());
    `);
    expect(output).toBe('1\n0\n');
  });

  it('rejects only accept() when the adapter is closed while the answer is under way', async () => {
    const output = await outputOf(`
      const { incomingInvitations } = await import('@beckon/core');
      const { firstValueFrom } = await import('rxjs');
      const { ScriptedInbox } = await import('./test/scripted-inbox.ts');
      const inbox = new ScriptedInbox();
      inbox.arrive('1');
      inbox.isHolding = true;
      const windows = [inbox, inbox].map(({ adapter }) => firstValueFrom(incomingInvitations(adapter)));
      for (const window of windows) {
        (await window).accept().catch(({ code }) => console.log(code));
        (await window).status$.subscribe();
      }
      await new Promise(setImmediate);
      inbox.close();
    `);
    expect(output).toBe('CLOSED\nCLOSED\n');
  });
});
