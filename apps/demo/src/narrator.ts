import { styleText } from 'node:util';
import type { Report } from './messages.ts';

type Style = Parameters<typeof styleText>[0];

const COLORS: Record<string, Style> = { Ada: 'cyan', Bob: 'magenta' };
const STATE_COLORS: Record<string, Style> = {
  accepted: 'green',
  declined: 'yellow',
  expired: 'yellow',
  cancelled: 'yellow',
  withdrawn: 'yellow',
};

/** Prints each event to standard output: in colour on a terminal, in plain lines elsewhere. */
export class Narrator {
  readonly #isTerminal = process.stdout.isTTY && process.stdout.hasColors();
  #startedAt = performance.now();
  #begun = 0;
  #failed = 0;

  title(text: string): void {
    this.#print(`\n  ${this.#styled('bold', text)}\n`);
  }

  introduce(name: string, role: string, pid: number, address?: string): void {
    const where = address === undefined ? '' : `  ${this.#styled('dim', shortened(address))}`;
    this.#print(`  ${this.#named(name)}  ${role}, process ${pid}${where}`);
  }

  begin(title: string): void {
    this.#startedAt = performance.now();
    this.#begun++;
    this.#print(`\n  ${this.#styled('bold', `${this.#begun}  ${title}`)}`);
  }

  tell(name: string, report: Report): void {
    const text = this.#words(report);
    if (text !== undefined) this.#line(this.#named(name), text);
  }

  happens(text: string): void {
    this.#line(this.#styled('dim', ' · '), this.#styled('dim', text));
  }

  end(verdict: string): void {
    this.#print(`     ${this.#styled('green', this.#isTerminal ? '✓' : 'ok:')} ${verdict}`);
  }

  fail(reason: string): void {
    this.#failed++;
    this.#print(`     ${this.#styled('red', this.#isTerminal ? '✗' : 'FAILED:')} ${reason}`);
  }

  /** Prints how it went. Returns the number of scenarios that failed. */
  summary(seconds: number): number {
    const passed = this.#begun - this.#failed;
    const text = `${passed} of ${this.#begun} scenarios ended as they should, in ${seconds.toFixed(1)} s`;
    this.#print(`\n  ${this.#styled(this.#failed === 0 ? 'green' : 'red', text)}\n`);
    return this.#failed;
  }

  #words(report: Report): string | undefined {
    switch (report.type) {
      case 'ready':
      case 'prepared':
        return undefined;
      case 'status': {
        const { state } = report.status;
        const message = 'message' in report.status ? report.status.message : undefined;
        return this.#state(state) + (message === undefined ? '' : `: “${message}”`);
      }
      case 'failed':
        return this.#styled('red', report.code);
      case 'received': {
        const who = `${report.isVerified ? 'verified' : 'unverified'} ${report.from.slice(-8)}`;
        const bytes = report.data === undefined ? '' : ` with ${report.data.length} bytes`;
        return `sees “${report.message ?? ''}”${bytes} from ${this.#styled('dim', who)}`;
      }
      case 'outcome':
        return `sees it ${this.#state(report.state)}`;
      case 'near':
        return `sees ${this.#named(report.nickname)} near by`;
      case 'card':
        return `shows a card, fingerprint ${report.fingerprint}`;
      case 'contact':
        return `has the card of ${this.#named(report.displayName)}, fingerprint ${report.fingerprint}`;
      case 'safetyNumber':
        return `reads aloud: ${report.safetyNumber}`;
      case 'presence': {
        const { status, text } = report.presence;
        return `sees the other ${status}${text === undefined ? '' : `: “${text}”`}`;
      }
      case 'applications':
        return `sees the other with ${report.descriptions.join(', ')}`;
      case 'canRun':
        return `is told that the other ${report.canRun ? 'can' : 'cannot'} run the application`;
      case 'channelOpen':
        return 'has the channel open';
      case 'heard':
        return `hears “${report.text}”`;
      case 'ended':
        return 'sees the channel ended';
      case 'registered':
        return `registers ${report.program}`;
      case 'launched':
        return `has launched process ${report.pid}, and accepted`;
      case 'launchFailed':
        return this.#styled('red', `cannot launch it: ${report.message}`);
      case 'printed':
        return `reads what the program prints:\n${report.lines.map((line) => `                   ${line}`).join('\n')}`;
    }
  }

  #state(state: string): string {
    const style = STATE_COLORS[state];
    return style === undefined ? state : this.#styled(style, state);
  }

  #line(who: string, text: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(3).padStart(6);
    this.#print(`   ${this.#styled('dim', `${seconds} s`)}  ${who}  ${text}`);
  }

  #named(name: string): string {
    return this.#styled(COLORS[name] ?? 'bold', name);
  }

  #styled(style: Style, text: string): string {
    return this.#isTerminal ? styleText(style, text) : text;
  }

  #print(text: string): void {
    process.stdout.write(`${text}\n`);
  }
}

function shortened(address: string): string {
  return address.length <= 60 ? address : `${address.slice(0, 40)}…${address.slice(-8)}`;
}
