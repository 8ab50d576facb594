/** Reports what launched it, asked early and late: report.ts <output>. */
import { rename, writeFile } from 'node:fs/promises';
import { launchInfo } from '@beckon/core';
import { createMockNetwork } from '@beckon/mock';
import { firstValueFrom } from 'rxjs';
import { takeLaunchFile, withLaunchInfo } from '../../src/index.ts';

const output = process.argv[2] ?? '';
const file = process.env['BECKON_LAUNCH_FILE'] ?? '';
const adapter = withLaunchInfo(createMockNetwork().join({ name: 'program' }));
await adapter.open();
const [first, second] = await Promise.all([
  firstValueFrom(launchInfo(adapter)),
  firstValueFrom(launchInfo(adapter)),
]);
const late = await firstValueFrom(launchInfo(adapter));
const report = {
  first,
  second,
  late,
  again: (await takeLaunchFile(file)) ?? null,
  inherited: process.env['BECKON_LAUNCH_FILE'] ?? null,
};
await adapter.close();
await writeFile(`${output}.draft`, JSON.stringify(report));
await rename(`${output}.draft`, output);
