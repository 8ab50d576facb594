import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGuid, type Endpoint, isFinalInvitationStatus } from '@beckon/core';
import { Subscription } from 'rxjs';
import { ActorProcess } from './actor-process.ts';
import type { Report, ReportOf } from './messages.ts';
import type { Narrator } from './narrator.ts';

/** Bob's machine, which has a host, and Ada, who invites. Each is a process, and so is what the host launches. */
export class Machine {
  readonly applicationId = createGuid();
  readonly #narrator: Narrator;
  readonly #narration = new Subscription();
  #folder = '';
  #ada: ActorProcess | undefined;
  #host: ActorProcess | undefined;
  #endpoint: Endpoint = { address: '' };

  constructor(narrator: Narrator) {
    this.#narrator = narrator;
  }

  async start(): Promise<void> {
    this.#folder = await mkdtemp(path.join(tmpdir(), 'beckon-demo-'));
    const [ada, host] = await Promise.all([
      ActorProcess.start('sender'),
      ActorProcess.start('host', this.#folder),
    ]);
    this.#endpoint = host.endpoint;
    this.#ada = this.#enter('Ada', 'sender', ada.actor);
    this.#host = this.#enter('Bob', 'host', host.actor, host.endpoint.address);
  }

  /** Registers a program for the application, and resolves when the host has it. */
  async register(program: string, ...args: string[]): Promise<void> {
    const registered = this.#next(this.#host, 'registered');
    this.#host?.tell({ type: 'register', applicationId: this.applicationId, program, args });
    await registered;
  }

  /** The program of this demo that prints what launched it, and its arguments. */
  launchedProgram(): [program: string, ...args: string[]] {
    return [process.execPath, process.argv[1] ?? '', 'launched', this.#report];
  }

  invite(message: string, data?: Uint8Array): void {
    this.#ada?.tell({
      type: 'invite',
      request: {
        to: { endpoint: this.#endpoint },
        applicationId: this.applicationId,
        message,
        ...(data === undefined ? {} : { data }),
      },
    });
  }

  async adaSees(state: string): Promise<void> {
    const ended = await this.#ada?.next(
      (report): report is ReportOf<'status'> | ReportOf<'failed'> =>
        report.type === 'failed' ||
        (report.type === 'status' && isFinalInvitationStatus(report.status)),
    );
    const seen = ended?.type === 'status' ? ended.status.state : ended?.code;
    if (seen !== state) throw new Error(`Ada should see ${state}: ${JSON.stringify(ended)}`);
  }

  async hostReports<Type extends Report['type']>(type: Type): Promise<ReportOf<Type>> {
    return this.#next(this.#host, type);
  }

  async clear(): Promise<void> {
    this.#narration.unsubscribe();
    await Promise.all([this.#ada?.kill(), this.#host?.kill()]);
    if (this.#folder !== '') await rm(this.#folder, { recursive: true, force: true });
  }

  get #report(): string {
    return path.join(this.#folder, 'printed');
  }

  #enter(name: string, role: string, actor: ActorProcess, address?: string): ActorProcess {
    this.#narrator.introduce(name, role, actor.pid, address);
    this.#narration.add(actor.reports$.subscribe((report) => this.#narrator.tell(name, report)));
    return actor;
  }

  #next<Type extends Report['type']>(
    actor: ActorProcess | undefined,
    type: Type,
  ): Promise<ReportOf<Type>> {
    if (actor === undefined) throw new Error('The actor is not on stage.');
    return actor.next((report): report is ReportOf<Type> => report.type === type);
  }
}
