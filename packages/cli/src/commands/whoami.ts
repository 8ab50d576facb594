import { fingerprintOf } from '@beckon/core/safety-number';
import { Command } from 'commander';
import type { Act } from '../command-context.ts';
import { withSession } from '../profile/session.ts';
import { changeSettings, readSettings } from '../profile/settings.ts';

interface Options {
  readonly name?: string;
}

export function whoamiCommand(act: Act): Command {
  const command = new Command('whoami')
    .description('Show who you are to others: name, fingerprint, card, and addresses.')
    .option('--name <name>', 'call yourself so from now on');
  act<[], Options>(command, async ({ output, profile }, { name }) =>
    withSession(profile, async ({ adapter, isHosted }) => {
      if (name !== undefined) {
        await adapter.identity.setName(name);
        await changeSettings(profile, { name });
      }
      const settings = await readSettings(profile);
      const { peerName } = await adapter.identity.contact();
      const fingerprint = await fingerprintOf(peerName);
      const endpoints = await adapter.identity.endpoints();
      const card = await adapter.identity.card();
      const addresses = endpoints.map(({ address }) => address);
      const where = isHosted ? addresses.map((address) => `  ${address}`) : [];
      output.print({
        data: {
          type: 'identity',
          profile: profile.name,
          name: settings.name,
          peerName,
          fingerprint,
          card,
          addresses: isHosted ? addresses : [],
          isReachable: isHosted,
        },
        text: [
          `${settings.name} (profile ${profile.name})`,
          `Fingerprint: ${fingerprint}`,
          `Identity: ${peerName}`,
          isHosted ? 'Reached at:' : 'Not reachable: beckon host does not run.',
          ...where,
          'Your card, for others to add:',
          `  ${card}`,
        ].join('\n'),
      });
      return 0;
    }),
  );
  return command;
}
