import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type ApplicationRegistration,
  createGuid,
  inviteAsync,
  type InviteRequest,
  type FinalInvitationStatus,
} from '@beckon/core';
import { createMockNetwork } from '@beckon/mock';
import { filter, firstValueFrom, ReplaySubject, skip, type Subscription } from 'rxjs';
import { ApplicationFiles, createHost, type HostEvent, type HostOptions } from '../src/index.ts';
import { ScriptedPrompt } from './scripted-prompt.ts';

export const APPLICATION_ID = createGuid();

type EventOf<Type extends HostEvent['type']> = Extract<HostEvent, { readonly type: Type }>;

/** Bob's machine with a host, and Ada who invites him, on a mock network. */
export class Hosted {
  readonly network = createMockNetwork();
  readonly ada = this.network.join({ name: 'ada' });
  readonly prompt = new ScriptedPrompt();
  readonly folder: string;
  readonly launchFolder: string;
  readonly files: ApplicationFiles;
  readonly bob = this.network.join({ name: 'bob' });
  readonly #options: HostOptions;
  readonly #runtimeBefore = process.env['XDG_RUNTIME_DIR'];
  readonly events: HostEvent[] = [];
  readonly #events$ = new ReplaySubject<HostEvent>(Number.POSITIVE_INFINITY);
  #running: Subscription | undefined;

  private constructor(folder: string, options: HostOptions) {
    this.folder = folder;
    this.launchFolder = path.join(folder, 'runtime');
    process.env['XDG_RUNTIME_DIR'] = this.launchFolder;
    const folders = {
      currentUser: path.join(folder, 'own'),
      allUsers: path.join(folder, 'all'),
    };
    this.files = new ApplicationFiles(folders);
    this.#options = { reception: 'anyone', prompts: [this.prompt.prompt], folders, ...options };
  }

  static async open(options: HostOptions = {}): Promise<Hosted> {
    const hosted = new Hosted(await mkdtemp(path.join(tmpdir(), 'beckon-host-')), options);
    await mkdir(hosted.launchFolder, { mode: 0o700 });
    await hosted.ada.open();
    // So that the test knows when the host has closed it.
    await hosted.bob.open();
    return hosted;
  }

  /** Starts the host. */
  start(): this {
    this.#running = createHost(this.bob, this.#options).events$.subscribe((event) => {
      this.events.push(event);
      this.#events$.next(event);
    });
    return this;
  }

  stop(): void {
    this.#running?.unsubscribe();
  }

  async register(
    registration: Omit<ApplicationRegistration, 'application'> &
      Partial<Pick<ApplicationRegistration, 'application'>>,
  ): Promise<void> {
    const application = { id: APPLICATION_ID, description: 'Whiteboard' };
    await this.files.add('test', { application, ...registration }, 'currentUser');
  }

  invite(request: Partial<InviteRequest> = {}, from = this.ada): Promise<FinalInvitationStatus> {
    return inviteAsync(from, {
      to: { endpoint: { address: 'bob' } },
      applicationId: APPLICATION_ID,
      ...request,
    });
  }

  /** Waits for the first event of a type. */
  async event<Type extends HostEvent['type']>(type: Type): Promise<EventOf<Type>> {
    return firstValueFrom(
      this.#events$.pipe(filter((event): event is EventOf<Type> => event.type === type)),
    );
  }

  /** Waits until a person was asked about so many invitations. */
  async arrivals(count: number): Promise<void> {
    const arrived$ = this.#events$.pipe(filter(({ type }) => type === 'arrived'));
    await firstValueFrom(arrived$.pipe(skip(count - 1)));
  }

  async launchFiles(): Promise<readonly string[]> {
    return readdir(this.launchFolder);
  }

  async close(): Promise<void> {
    this.stop();
    if (this.#runtimeBefore === undefined) delete process.env['XDG_RUNTIME_DIR'];
    else process.env['XDG_RUNTIME_DIR'] = this.#runtimeBefore;
    for (const name of ['ada', 'bob']) this.network.crash(name);
    await rm(this.folder, { recursive: true });
  }
}
