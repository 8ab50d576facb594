import { expect, type Scenario } from './scenario.ts';
import type { Machine } from './machine.ts';

export const launchScenarios: readonly Scenario<Machine>[] = [
  {
    title: 'Accepted: the registered program is launched, and prints who invited it',
    async play(machine) {
      await machine.register(...machine.launchedProgram());
      const printed = machine.hostReports('printed');
      machine.invite('Join my whiteboard?', Uint8Array.of(1, 2, 3));
      await machine.adaSees('accepted');
      const { lines } = await printed;
      expect(
        lines.some((line) => line.includes('Join my whiteboard?')),
        'it prints no message',
      );
      expect(
        lines.some((line) => line.includes('3 bytes')),
        'it prints no data',
      );
      return 'the invitation was in a file that only Bob can read; it is gone now';
    },
  },
  {
    title: 'A program that does not start: Ada is told, and nothing was accepted',
    async play(machine) {
      await machine.register('/no/such/program');
      const failed = machine.hostReports('launchFailed');
      machine.invite('And now?');
      await machine.adaSees('REMOTE_ERROR');
      await failed;
      return 'a failure at both sides, in place of an acceptance that leads nowhere';
    },
  },
];
