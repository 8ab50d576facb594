import { Key } from 'interface-datastore';
import { BoundedDatastore } from './bounded-datastore.ts';

it('keeps the latest entries only', async () => {
  const datastore = new BoundedDatastore(3);
  const key = (name: string): Key => new Key(`/peers/${name}`);
  for (const name of ['a', 'b', 'c', 'a', 'd']) await datastore.put(key(name), new Uint8Array());
  const has = async (name: string): Promise<boolean> => datastore.has(key(name));
  expect(await Promise.all(['a', 'b', 'c', 'd'].map(has))).toEqual([true, false, true, true]);
  await datastore.delete(key('c'));
  await datastore.put(key('e'), new Uint8Array());
  expect(await has('a')).toBe(true);
});
