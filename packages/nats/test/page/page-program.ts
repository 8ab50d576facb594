// The conformance suite in a page. See conformance-in-page.test.ts.
import { planConformance } from '@beckon/conformance';
import { pagePlatform } from '../../src/page/page-platform.ts';
import { natsAdapter } from '../../src/page.ts';
import { inOneProcess } from '../sides.ts';

/** What the test calls. */
export interface PageProgram {
  /** Runs one case, as the plan numbers it. */
  run(index: number, server: string): Promise<void>;
  /** What the adapter says of servers. */
  complaintAbout(servers: string): string;
}

declare global {
  var pageProgram: PageProgram;
}

globalThis.pageProgram = {
  async run(index, server) {
    const harness = inOneProcess(pagePlatform, () => server);
    const planned = planConformance(harness)[index];
    if (planned === undefined) throw new RangeError(`There is no case ${index}.`);
    await planned.conformanceCase.run(harness);
  },

  complaintAbout(servers) {
    try {
      natsAdapter({ servers });
      return 'none';
    } catch (error) {
      return (error as Error).message;
    }
  },
};
