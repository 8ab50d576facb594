// Many people in one process, each with a connection of their own. Each shows its presence to one watcher.
import { setPresence } from '@beckon/core/presence';
import { type NatsAdapter, natsAdapter } from '../src/index.ts';

const [servers = '', count = '0', watcherCard = '', silenceTimeoutMs = '0'] = process.argv.slice(2);
const limits = { silenceTimeoutMs: Number(silenceTimeoutMs) };
const AT_ONCE = 50;

const people: NatsAdapter[] = [];
const join = async (): Promise<void> => {
  while (people.length < Number(count)) {
    const person = natsAdapter({ servers, limits });
    people.push(person);
    await person.open();
    await person.visibility.signIn('internet');
    await person.contacts.add(watcherCard);
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, join));

process.on('disconnect', () => process.exit());
process.on('message', () => {
  void Promise.all(people.map((person) => setPresence(person, { status: 'busy' })));
});
const endpoints = await Promise.all(people.map((person) => person.identity.endpoints()));
process.send?.(endpoints.map(([endpoint]) => endpoint?.address));
