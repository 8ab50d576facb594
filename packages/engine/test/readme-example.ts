import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WebSocketServer } from 'ws';
import type { OpenTransport } from '../src/index.ts';

/** What the README's example exports. */
export interface ReadmeExample {
  serveUsers(server: WebSocketServer, users: ReadonlyMap<string, string>): void;
  webSocketTransport(url: string, token: string): OpenTransport;
}

/** Takes the server and the transport out of the README as it prints them, and loads them. */
export async function readmeExample(): Promise<ReadmeExample> {
  const readme = await readFile(path.join(process.cwd(), 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  const folder = path.join(process.cwd(), 'test-results', 'readme');
  await mkdir(folder, { recursive: true });
  const load = async (name: string): Promise<unknown> => {
    const file = path.join(folder, `${name}.ts`);
    await writeFile(
      file,
      blocks.find(
        (code) => code.includes(`export const ${name}`) || code.includes(`export function ${name}`),
      ) ?? '',
    );
    return import(file);
  };
  return {
    ...((await load('serveUsers')) as Pick<ReadmeExample, 'serveUsers'>),
    ...((await load('webSocketTransport')) as Pick<ReadmeExample, 'webSocketTransport'>),
  };
}
