// Attacks a host until it is killed.
import { type AttackName, ATTACKS, type Target } from './attacks.ts';

process.on('message', ({ name, target }: { name: AttackName; target: Target }) => {
  process.send?.({});
  void ATTACKS[name](target);
});
process.on('disconnect', () => process.exit());
