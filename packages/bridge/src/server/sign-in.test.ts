import type { Scope } from '@beckon/core';
import { createMockNetwork, type MockAdapter } from '@beckon/mock';
import { cutAll, pipePair } from '../../test/pipe-pair.ts';
import { bridgeAdapter } from '../index.ts';
import { serveBridge } from './serve-bridge.ts';

let hosted: MockAdapter;

beforeEach(async () => {
  hosted = createMockNetwork().join({ name: 'ada' });
  await hosted.open();
});

afterEach(async () => {
  cutAll();
  await hosted.close();
});

async function page() {
  const { client, host } = pipePair();
  const connection = serveBridge(hosted, host, { allow: ['visibility'] });
  const adapter = await bridgeAdapter(client);
  await adapter.open();
  const signIn = async (scope: Exclude<Scope, 'none'>) => adapter.visibility?.signIn(scope);
  return { adapter, signIn, connection };
}

const scope = async (): Promise<Scope> => hosted.visibility.scope();

it('a page that is gone is signed out of what it has added, and of nothing else', async () => {
  await hosted.visibility.signIn('internet');
  const { signIn, connection } = await page();
  expect(await signIn('all')).toEqual({ isConnected: true });
  expect(await scope()).toBe('all');
  await connection.close();
  expect(await scope()).toBe('internet');
});

it('the last page that needs a scope signs out of it', async () => {
  const [one, two] = [await page(), await page()];
  await one.signIn('nearMe');
  await one.signIn('nearMe');
  await two.signIn('nearMe');
  await one.adapter.close();
  expect(await scope()).toBe('nearMe');
  await two.connection.close();
  expect(await scope()).toBe('none');
});

it('a wrong scope is refused, and holds nothing', async () => {
  const { signIn, connection } = await page();
  await expect(signIn('none' as 'all')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await connection.close();
  expect(await scope()).toBe('none');
});
