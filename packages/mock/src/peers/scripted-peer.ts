import {
  type Application,
  type CollaborationObject,
  type Contact,
  type Endpoint,
  type Guid,
  isCollaborationError,
  type Presence,
  type PresenceStatus,
  type ReceivedInvitation,
} from '@beckon/core';
import { checkContent, checkInvitationData, checkMessage, withOwnData } from '@beckon/core/adapter';
import { Subject } from 'rxjs';
import { Channels } from '../channels/channels.ts';
import { cardOf } from '../contacts/card.ts';
import { Directory } from '../directory/directory.ts';
import type { ArrivedInvitation } from '../invitations/arrived-invitation.ts';
import { createAnswer } from '../invitations/create-answer.ts';
import { Inbox } from '../invitations/inbox.ts';
import { checkMilliseconds } from '../network/duration.ts';
import type { Member } from '../network/member.ts';
import type { Answer, ChannelMessage, InviteMessage, Message } from '../network/message.ts';
import type { NetworkServices } from '../network/network-services.ts';
import type { Receiver } from '../network/transport.ts';
import { checkPeerAnswer } from './check-peer-answer.ts';
import { ScriptedTalk, type TalkReply } from './scripted-talk.ts';
import type { MockPeer, PeerAnswer, PeerRecord, PeerRules } from './mock-peer.ts';

type ErrorAnswer = Extract<PeerAnswer, { readonly action: 'error' }>;
type Decide = (invitation: ReceivedInvitation) => PeerAnswer;

/** Answers the invitations in its inbox by rule. */
export class ScriptedPeer implements MockPeer, Receiver {
  readonly contact: Contact;
  readonly card: string;
  readonly #member: Member;
  readonly #directory: Directory;
  readonly #applications = new Map<Guid, Application>();
  readonly #published = new Map<Guid, CollaborationObject>();
  readonly #talk: ScriptedTalk;
  #channels: Channels;
  #isThere = true;
  readonly #network: NetworkServices;
  readonly #arrivals$ = new Subject<ReceivedInvitation>();
  readonly incoming$ = this.#arrivals$.asObservable();
  readonly #received: ArrivedInvitation[] = [];
  #inbox: Inbox;
  #decide: Decide = () => ({ action: 'ignored' });

  constructor(member: Member, network: NetworkServices) {
    this.#member = member;
    this.contact = member.contact;
    this.card = cardOf(member.contact);
    this.#network = network;
    this.#talk = new ScriptedTalk(network.scheduler);
    this.#channels = this.#createChannels();
    this.#directory = new Directory({
      member,
      applications: () => [...this.#applications.values()],
      placesOpenTo: () => ['nearMe', 'internet'],
      isWatched: () => false,
      addresses: network.addresses,
      send: (to, message) => network.send(member.address, to, message),
    });
    this.#directory.visibility.signIn('internet');
    this.#inbox = this.#createInbox();
  }

  get endpoint(): Endpoint {
    return this.#member.endpoint;
  }

  get heard(): readonly Uint8Array[] {
    return this.#talk.heard.map((message) => new Uint8Array(message));
  }

  get received(): readonly PeerRecord[] {
    return this.#received.map((arrived) => ({ ...arrived.received(), status: arrived.status }));
  }

  accepts(message?: string, data?: Uint8Array): MockPeer {
    return this.#after(0).accepts(message, data);
  }

  declines(message?: string): MockPeer {
    return this.#after(0).declines(message);
  }

  ignores(): MockPeer {
    return this.#after(0).ignores();
  }

  isUnreachable(): MockPeer {
    return this.#after(0).isUnreachable();
  }

  isIncompatible(): MockPeer {
    return this.#after(0).isIncompatible();
  }

  answers(decide: Decide): MockPeer {
    return this.#after(0).answers(decide);
  }

  afterMs(delayMs: number): PeerRules {
    checkMilliseconds('MockPeer.afterMs', 'delayMs', delayMs);
    return this.#after(delayMs);
  }

  isOnline(text?: string): MockPeer {
    return this.#shows('MockPeer.isOnline', 'online', text);
  }

  isBusy(text?: string): MockPeer {
    return this.#shows('MockPeer.isBusy', 'busy', text);
  }

  isAway(text?: string): MockPeer {
    return this.#shows('MockPeer.isAway', 'away', text);
  }

  setsPresence(presence: Presence): MockPeer {
    scripted(() => checkContent.presence('MockPeer.setsPresence', presence));
    this.#directory.presence.set(presence);
    return this;
  }

  isCalled(name: string): MockPeer {
    scripted(() => checkContent.endpointName('MockPeer.isCalled', name));
    this.#member.name = name;
    this.#directory.changed({ type: 'myEndpointChanged' });
    return this;
  }

  publishes(object: CollaborationObject): MockPeer {
    scripted(() => checkContent.object('MockPeer.publishes', object));
    const published = this.#directory.objects.publish('MockPeer.publishes', object);
    this.#published.set(object.id, published);
    return this;
  }

  withdraws(objectId: Guid): MockPeer {
    scripted(() => checkContent.guid('MockPeer.withdraws', 'objectId', objectId));
    const published = this.#published.get(objectId);
    this.#published.delete(objectId);
    if (published !== undefined) this.#directory.objects.withdraw(published);
    return this;
  }

  runs(application: Application): MockPeer {
    const registration = { application, program: 'scripted' };
    scripted(() => checkContent.registration('MockPeer.runs', registration, 'currentUser'));
    const change = this.#applications.has(application.id) ? 'updated' : 'added';
    const own = withOwnData(application);
    this.#applications.set(application.id, own);
    this.#directory.changed({ type: 'myApplicationChanged', change, application: own });
    return this;
  }

  stopsRunning(applicationId: Guid): MockPeer {
    scripted(() => checkContent.guid('MockPeer.stopsRunning', 'applicationId', applicationId));
    const application = this.#applications.get(applicationId);
    if (application === undefined) return this;
    this.#applications.delete(applicationId);
    this.#directory.changed({ type: 'myApplicationChanged', change: 'deleted', application });
    return this;
  }

  talks(reply: TalkReply = () => undefined): MockPeer {
    if (typeof reply !== 'function') {
      throw new TypeError(`MockPeer.talks: reply is a ${typeof reply}; it must be a function.`);
    }
    this.#talk.start(reply);
    return this;
  }

  says(message: Uint8Array): MockPeer {
    scripted(() => checkContent.channelMessage('MockPeer.says', message));
    this.#talk.say(message);
    return this;
  }

  hangsUp(): MockPeer {
    this.#talk.hangUp();
    return this;
  }

  comesNear(): MockPeer {
    this.#isThere = true;
    this.#directory.visibility.signIn('all');
    return this;
  }

  leaves(): MockPeer {
    this.#isThere = false;
    this.#directory.visibility.signOut('all');
    this.#published.clear();
    this.crash();
    return this;
  }

  receive(message: Message): void {
    switch (message.kind) {
      case 'invite':
        return this.#receiveInvite(message);
      case 'confirm':
        return this.#inbox.find(message.id)?.confirm(message.hasAgreed);
      case 'withdraw':
        return this.#inbox.find(message.id)?.end(message.reason);
      case 'channel':
        return this.#receiveChannel(message);
      case 'directory':
      case 'nearMe':
        return this.#directory.receive(message);
      // A scripted peer sends no invitations, so nothing about them can arrive.
      case 'delivered':
      case 'answer':
      case 'failure':
    }
  }

  crash(): void {
    this.#inbox.close(() => undefined);
    this.#inbox = this.#createInbox();
    this.#channels.close();
    this.#channels = this.#createChannels();
  }

  #after(defaultMs: number): PeerRules {
    const rule = (decide: Decide): MockPeer => {
      this.#decide = (invitation) => ({ afterMs: defaultMs, ...decide(invitation) });
      return this;
    };
    return {
      accepts: (message, data) => {
        checkMessage('MockPeer.accepts', message);
        checkInvitationData('MockPeer.accepts', data);
        const answer = createAnswer('accepted', message, data);
        return rule(() => answer);
      },
      declines: (message) => {
        checkMessage('MockPeer.declines', message);
        const answer = createAnswer('declined', message);
        return rule(() => answer);
      },
      ignores: () => rule(() => ({ action: 'ignored' })),
      isUnreachable: () => rule(() => ({ action: 'unreachable' })),
      isIncompatible: () => rule(() => ({ action: 'incompatible' })),
      answers: (decide) => {
        if (typeof decide !== 'function') {
          throw new TypeError(
            `MockPeer.answers: decide is a ${typeof decide}; it must be a function.`,
          );
        }
        return rule((invitation) => {
          const answer = decide(invitation);
          checkPeerAnswer('MockPeer.answers', answer);
          return answer;
        });
      },
      afterMs: (delayMs) => this.afterMs(delayMs),
    };
  }

  #shows(operation: string, status: PresenceStatus, text: string | undefined): MockPeer {
    const presence = { status, ...(text === undefined ? {} : { text }) };
    scripted(() => checkContent.presence(operation, presence));
    this.#directory.presence.set(presence);
    return this;
  }

  #receiveInvite(message: InviteMessage): void {
    if (!this.#isThere) {
      const to = message.from.endpoint.address;
      const failure = { kind: 'failure', id: message.id, reason: 'unreachable' } as const;
      return this.#network.send(this.#member.address, to, failure);
    }
    const arrived = this.#inbox.put(message);
    if (arrived === undefined) return;
    const { afterMs = 0, ...answer } = this.#decision(arrived);
    if (answer.action === 'unreachable' || answer.action === 'incompatible') {
      const { action } = answer;
      return arrived.after(afterMs, () => this.#inbox.refuse(arrived, action));
    }
    this.#received.push(arrived);
    this.#inbox.show(arrived);
    const received = arrived.received();
    this.#inbox.markDelivered(received.id);
    this.#arrivals$.next(received);
    if (answer.action === 'ignored') return;
    arrived.after(afterMs, () => this.#answer(arrived, answer));
  }

  #receiveChannel(message: ChannelMessage): void {
    const { id, from, frame } = message;
    if (this.#talk.isOn) {
      this.#channels.receive(message);
      if (frame.type === 'open') this.#talk.open(this.#channels, id);
    } else if (frame.type === 'open') {
      const { address } = this.#member;
      const nobody = { type: 'nobody', to: frame.session } as const;
      this.#network.send(address, from, { kind: 'channel', id, from: address, frame: nobody });
    }
  }

  #decision(arrived: ArrivedInvitation): PeerAnswer {
    try {
      return this.#decide(arrived.received());
    } catch (error) {
      return { action: 'error', message: error instanceof Error ? error.message : String(error) };
    }
  }

  #answer(arrived: ArrivedInvitation, answer: Answer | ErrorAnswer): void {
    if (!arrived.isOpen) return;
    if (answer.action === 'error') {
      const { hresult, message } = answer;
      return this.#inbox.breakDown(arrived, 'internal', {
        ...(hresult === undefined ? {} : { hresult }),
        ...(message === undefined ? {} : { message }),
      });
    }
    const { action, message } = answer;
    const data = action === 'accepted' ? answer.data : undefined;
    this.#inbox.sendAnswer(
      arrived,
      { answer: createAnswer(action, message, data) },
      () => undefined,
    );
  }

  #createChannels(): Channels {
    const { address } = this.#member;
    const { scheduler, nextId, send } = this.#network;
    return new Channels({
      scheduler,
      nextSession: nextId,
      send: (to, id, frame) => send(address, to, { kind: 'channel', id, from: address, frame }),
    });
  }

  #createInbox(): Inbox {
    return new Inbox({
      peerName: this.contact.peerName,
      network: this.#network,
      send: (to, message) => this.#network.send(this.endpoint.address, to, message),
      onAccepted: ({ id, from }) => this.#channels.onAccepted(id, from),
    });
  }
}

/** Runs a check of a table function for a script, whose arguments are wrong with a TypeError or a RangeError. */
function scripted(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw isCollaborationError(error) ? error.cause : error;
  }
}
