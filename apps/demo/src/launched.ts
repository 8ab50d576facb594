import { rename, writeFile } from 'node:fs/promises';
import { launchInfo } from '@beckon/core';
import { withLaunchInfo } from '@beckon/host';
import { libp2pAdapter } from '@beckon/libp2p';
import { firstValueFrom } from 'rxjs';

/** The program that the host launches: prints what launched it, into a file, as it has no terminal. */
export async function launched(output: string): Promise<void> {
  const adapter = withLaunchInfo(libp2pAdapter({ reception: 'nobody', listen: [] }));
  await adapter.open();
  const info = await firstValueFrom(launchInfo(adapter));
  await adapter.close();
  const { message, data } = info?.invitation ?? {};
  const lines = [
    `process ${process.pid}, launched by an invitation of ${info?.endpoint.name ?? 'nobody'}`,
    `message: “${message ?? ''}”`,
    `data: ${data?.length ?? 0} bytes`,
  ];
  await writeFile(`${output}.draft`, lines.join('\n'));
  await rename(`${output}.draft`, output);
}
