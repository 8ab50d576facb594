import {
  createGuid,
  type Endpoint,
  type InviteRequest,
  isFinalInvitationStatus,
} from '@beckon/core';
import { firstValueFrom, Subscription, timer } from 'rxjs';
import { ActorProcess } from './actor-process.ts';
import type { Cue, Report, ReportOf } from './messages.ts';
import type { Narrator } from './narrator.ts';

/** The two processes, and the actions of a scenario on them. The narrator prints every report. */
export class Stage {
  readonly #narrator: Narrator;
  readonly #applicationId = createGuid();
  #sender: ActorProcess | undefined;
  #recipient: ActorProcess | undefined;
  #recipientEndpoint: Endpoint = { address: '' };
  readonly #narration = new Subscription();

  constructor(narrator: Narrator) {
    this.#narrator = narrator;
  }

  async startSender(): Promise<void> {
    const { actor } = await ActorProcess.start('sender');
    this.#sender = actor;
    this.#narrator.introduce('Ada', 'sender', actor.pid);
    this.#narration.add(actor.reports$.subscribe((report) => this.#narrator.tell('Ada', report)));
  }

  /** Starts a recipient, in place of an earlier one. */
  async startRecipient(reception: 'anyone' | 'nobody'): Promise<void> {
    await this.#recipient?.kill();
    const { actor, endpoint } = await ActorProcess.start('recipient', reception);
    this.#recipient = actor;
    this.#recipientEndpoint = endpoint;
    this.#narrator.introduce('Bob', 'recipient', actor.pid, endpoint.address);
    this.#narration.add(actor.reports$.subscribe((report) => this.#narrator.tell('Bob', report)));
  }

  async killRecipient(): Promise<void> {
    this.#narrator.happens('Bob’s process is killed');
    await this.#recipient?.kill();
  }

  /** Resolves when the recipient knows: an invitation may not overtake the cue. */
  async letRecipient(answer: Omit<Extract<Cue, { type: 'answer' }>, 'type'>): Promise<void> {
    const prepared = this.#next(this.#recipient, (report) => report.type === 'prepared');
    this.#recipient?.tell({ type: 'answer', ...answer });
    await prepared;
  }

  invite(request: Pick<InviteRequest, 'message' | 'data' | 'expiresInMs'>): void {
    this.#sender?.tell({
      type: 'invite',
      request: {
        to: { endpoint: this.#recipientEndpoint },
        applicationId: this.#applicationId,
        ...request,
      },
    });
  }

  unsubscribe(): void {
    this.#narrator.happens('Ada unsubscribes');
    this.#sender?.tell({ type: 'unsubscribe' });
  }

  pause(ms: number): Promise<unknown> {
    return firstValueFrom(timer(ms));
  }

  async senderEnds(state: string): Promise<ReportOf<'status'>> {
    const ended = await this.#next(
      this.#sender,
      (report): report is ReportOf<'status'> | ReportOf<'failed'> =>
        report.type === 'failed' ||
        (report.type === 'status' && isFinalInvitationStatus(report.status)),
    );
    if (ended.type === 'status' && ended.status.state === state) return ended;
    throw new Error(`Ada’s invitation should end ${state}: ${JSON.stringify(ended)}`);
  }

  async senderFails(code: string): Promise<void> {
    const failed = await this.#next(this.#sender, (report) => report.type === 'failed');
    if (failed.code !== code) throw new Error(`Ada’s invitation failed: ${failed.message}`);
  }

  recipientReports(type: 'received'): Promise<ReportOf<'received'>>;
  recipientReports(type: 'outcome', state: string): Promise<ReportOf<'outcome'>>;
  async recipientReports(
    type: 'received' | 'outcome',
    state?: string,
  ): Promise<ReportOf<'received'> | ReportOf<'outcome'>> {
    const report = await this.#next(
      this.#recipient,
      (it): it is ReportOf<'received'> | ReportOf<'outcome'> => it.type === type,
    );
    if (report.type === 'outcome' && report.state !== state) {
      throw new Error(`Bob should see it ${String(state)}, and saw it ${report.state}`);
    }
    return report;
  }

  /** Ends both processes. */
  async clear(): Promise<void> {
    this.#narration.unsubscribe();
    await Promise.all([this.#sender?.kill(), this.#recipient?.kill()]);
  }

  #next<R extends Report>(
    actor: ActorProcess | undefined,
    isWanted: (report: Report) => report is R,
  ): Promise<R> {
    if (actor === undefined) throw new Error('The actor is not on stage.');
    return actor.next(isWanted);
  }
}
