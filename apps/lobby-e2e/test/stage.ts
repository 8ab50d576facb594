import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { HostProcess, type HostSettings } from './host-process.ts';
import { LobbyPage } from './lobby-page.ts';

declare const CHROMIUM: string | undefined;

/** Runs where there is a Chromium; elsewhere its tests are listed as skipped. `npm run test:e2e` installs it. */
export const describeInChromium = CHROMIUM === undefined ? describe.skip : describe;

/** How long a step of a test may take until it is held for failed, in milliseconds. */
const STEP_MS = 30_000;

/** One person: a host, and a browser profile of its own with pages of it. */
export interface Person {
  readonly host: HostProcess;
  readonly context: BrowserContext;
  /** Another tab. */
  openTab(): Promise<LobbyPage>;
}

/**
 * A stage for the tests of a file. What a test has set up is cleared after it; it fails when the browser
 * complained about anything but what is `expected`.
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
      // Without a sandbox of its own, which Chromium refuses to root. The pages are ours.
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

  /** What the browser complained about in all pages of the test. */
  complaints(): readonly string[] {
    return this.#pages.flatMap(({ complaints }) => complaints);
  }

  /** Sends everybody home. */
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
