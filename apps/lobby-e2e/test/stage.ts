import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { HostProcess, type HostSettings } from './host-process.ts';
import { LobbyPage } from './lobby-page.ts';

declare const CHROMIUM: string | undefined;

/**
 * Runs its tests when there is a Chromium, and lists them as skipped otherwise. `npm run test:e2e`
 * installs Chromium.
 */
export const describeInChromium = CHROMIUM === undefined ? describe.skip : describe;

/** Longest time of a step of a test, in milliseconds. After it the test fails. */
const STEP_MS = 30_000;

/** One person: a host, and a browser profile of its own with pages of that host. */
export interface Person {
  readonly host: HostProcess;
  readonly context: BrowserContext;
  /** Another tab. */
  openTab(): Promise<LobbyPage>;
}

/**
 * A stage for the tests of a file. After each test the stage is cleared. A test fails when the browser has
 * reported an error or a warning that is not `expected`.
 */
export function useStage({ expected }: { readonly expected?: RegExp } = {}): Stage {
  const stage = new Stage();
  beforeAll(() => stage.open());
  afterEach(async () => {
    const complaints = stage.complaints();
    await stage.clear();
    expect(complaints.filter((complaint) => !expected?.test(complaint))).toEqual([]);
  });
  afterAll(() => stage.close());
  return stage;
}

/** A browser, and the people of one test. */
class Stage {
  #browser: Browser | undefined;
  #contexts: BrowserContext[] = [];
  #hosts: HostProcess[] = [];
  #pages: LobbyPage[] = [];

  async open(): Promise<void> {
    this.#browser = await chromium.launch({
      executablePath: CHROMIUM ?? '',
      // Chromium has no sandbox for root. The pages are our own and need none.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
  }

  /** A browser profile of its own. */
  async newContext(): Promise<BrowserContext> {
    if (this.#browser === undefined) throw new Error('The stage is not open.');
    const context = await this.#browser.newContext({ reducedMotion: 'reduce' });
    context.setDefaultTimeout(STEP_MS);
    this.#contexts.push(context);
    return context;
  }

  /** A tab with the page at `url`. */
  async openTab(context: BrowserContext, url: string): Promise<LobbyPage> {
    const tab = new LobbyPage(await context.newPage());
    this.#pages.push(tab);
    await tab.open(url);
    return tab;
  }

  async person(settings: HostSettings): Promise<Person> {
    const host = await HostProcess.start(settings);
    const context = await this.newContext();
    this.#hosts.push(host);
    return { host, context, openTab: () => this.openTab(context, host.url) };
  }

  /** Ada and Bob, each with a page, and the address at which Ada can invite Bob. */
  async two(page: HostSettings['page'] = 'production'): Promise<{
    readonly ada: Person;
    readonly bob: Person;
    readonly adasPage: LobbyPage;
    readonly bobsPage: LobbyPage;
    readonly address: string;
  }> {
    const [ada, bob] = await Promise.all([
      this.person({ name: 'Ada', page }),
      this.person({ name: 'Bob', page }),
    ]);
    const [adasPage, bobsPage] = await Promise.all([ada.openTab(), bob.openTab()]);
    return { ada, bob, adasPage, bobsPage, address: await bobsPage.ownAddress() };
  }

  /** The errors and warnings of the browser in all pages of the test. */
  complaints(): readonly string[] {
    return this.#pages.flatMap(({ complaints }) => complaints);
  }

  /** Ends every host and closes every page. */
  async clear(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    await Promise.all(this.#hosts.map((host) => host.remove()));
    this.#contexts = [];
    this.#hosts = [];
    this.#pages = [];
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}
