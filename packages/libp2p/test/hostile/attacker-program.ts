// A hostile peer in a process of its own. Prepares an attack, says that it is ready, and goes on
// from the parent's word until it is killed. See trial.ts.
import { type Attack, type AttackName, ATTACKS } from './attacks.ts';

let go: Awaited<ReturnType<Attack>>;

process.on('message', (order: { attack: AttackName; address: string } | 'go') => {
  void (async () => {
    if (order !== 'go') {
      go = await ATTACKS[order.attack](order.address);
      process.send?.('ready');
    } else {
      process.send?.('gone');
      await go();
    }
  })();
});
process.on('disconnect', () => process.exit());
// The victim ends connections, streams and dials in the middle of everything.
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', () => undefined);
