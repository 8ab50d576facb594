import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  By,
  Capabilities,
  Builder,
  error as WebDriverError,
  until,
  type WebDriver,
  type WebElement,
} from 'selenium-webdriver';
import { freePort } from 'test-support/free-ports';

declare const WEBKIT:
  { readonly browser: string; readonly driver: string; readonly display: string } | undefined;

/** Runs its tests when there is a WebKitGTK, and lists them as skipped otherwise. */
export const describeInWebKit = WEBKIT === undefined ? describe.skip : describe;

const STEP_MS = 30_000;

/** A display that nobody sees. */
export class Display {
  readonly name: string;
  readonly #server: ChildProcess;

  private constructor(name: string, server: ChildProcess) {
    this.name = name;
    this.#server = server;
  }

  static async start(): Promise<Display> {
    const server = spawn(
      WEBKIT?.display ?? '',
      ['-displayfd', '3', '-nolisten', 'tcp', '-screen', '0', '1280x900x24'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
    );
    const [number] = (await once(createInterface(server.stdio[3] as Readable), 'line')) as [string];
    return new Display(`:${number}`, server);
  }

  stop(): Promise<void> {
    return ended(this.#server);
  }
}

/** One person's browser. A driver of WebKitGTK has one browser: each person has a driver. */
export class WebKitPage {
  readonly #driver: WebDriver;
  readonly #program: ChildProcess;

  private constructor(driver: WebDriver, program: ChildProcess) {
    this.#driver = driver;
    this.#program = program;
  }

  static async open(url: string, display: Display): Promise<WebKitPage> {
    const port = await freePort();
    const program = spawn(WEBKIT?.driver ?? '', [`--port=${port}`], {
      stdio: 'ignore',
      env: { ...process.env, NODE_OPTIONS: '', DISPLAY: display.name },
    });
    const capabilities = new Capabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: WEBKIT?.browser, args: ['--automation'] },
    });
    for (;;) {
      try {
        const driver = await new Builder()
          .usingServer(`http://127.0.0.1:${port}`)
          .withCapabilities(capabilities)
          .build();
        await driver.get(url);
        return new WebKitPage(driver, program);
      } catch (error) {
        // The driver is still starting.
        if (!String(error).includes('ECONNREFUSED')) throw error;
      }
    }
  }

  /** The first element that matches, once it is shown. */
  async find(css: string): Promise<WebElement> {
    const element = await this.#driver.wait(until.elementLocated(By.css(css)), STEP_MS);
    return this.#driver.wait(until.elementIsVisible(element), STEP_MS);
  }

  /** Presses the button of this name, once nothing lies over it. */
  async press(name: string): Promise<void> {
    const path = By.xpath(`//button[normalize-space()=${JSON.stringify(name)}]`);
    const button = await this.#driver.wait(until.elementLocated(path), STEP_MS);
    await this.#driver.wait(until.elementIsVisible(button), STEP_MS);
    await this.#driver.wait(
      () => isClicked(button),
      STEP_MS,
      `Something lies over the button ${name}.`,
    );
  }

  /** Waits until the page shows this text. */
  async shows(text: string): Promise<void> {
    await this.#driver.wait(
      async () => (await this.#driver.findElement(By.css('body')).getText()).includes(text),
      STEP_MS,
      `The page does not show ${text}.`,
    );
  }

  async close(): Promise<void> {
    await this.#driver.quit().catch(() => undefined);
    await ended(this.#program);
  }
}

async function isClicked(button: WebElement): Promise<boolean> {
  try {
    await button.click();
    return true;
  } catch (error) {
    if (error instanceof WebDriverError.ElementClickInterceptedError) return false;
    throw error;
  }
}

async function ended(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exited = once(program, 'exit');
  program.kill('SIGKILL');
  await exited;
}
