import { expect, type Scenario } from './scenario.ts';
import type { Neighbourhood } from './neighbourhood.ts';

export const neighbourScenarios: readonly Scenario<Neighbourhood>[] = [
  {
    title: 'Near by: Ada and Bob find each other',
    async play(stage) {
      const found = Promise.all([
        stage.next('Ada', 'near', ({ nickname }) => nickname === 'Bob'),
        stage.next('Bob', 'near', ({ nickname }) => nickname === 'Ada'),
      ]);
      stage.tell('Ada', { type: 'look' });
      stage.tell('Bob', { type: 'look' });
      await found;
      return 'found by multicast DNS, on the loopback interface alone';
    },
  },
  {
    title: 'Contacts: each adds the card of the other, and both compare a number',
    async play(stage) {
      const cards = Promise.all([stage.next('Ada', 'card'), stage.next('Bob', 'card')]);
      stage.tell('Ada', { type: 'showCard' });
      stage.tell('Bob', { type: 'showCard' });
      const [adasCard, bobsCard] = await cards;
      const added = Promise.all([stage.next('Ada', 'contact'), stage.next('Bob', 'contact')]);
      const numbers = Promise.all([
        stage.next('Ada', 'safetyNumber'),
        stage.next('Bob', 'safetyNumber'),
      ]);
      stage.tell('Ada', { type: 'addContact', card: bobsCard.card });
      stage.tell('Bob', { type: 'addContact', card: adasCard.card });
      const [bob, ada] = await added;
      expect(bob.fingerprint === bobsCard.fingerprint, 'Bob’s fingerprint is another');
      expect(ada.fingerprint === adasCard.fingerprint, 'Ada’s fingerprint is another');
      const [adas, bobs] = await numbers;
      expect(adas.safetyNumber === bobs.safetyNumber, 'the safety numbers differ');
      return 'both read the same fingerprints, and the same safety number';
    },
  },
  {
    title: 'Presence: Ada sees whether Bob is free',
    async play(stage) {
      const isOnline = stage.next('Ada', 'presence', (it) => it.presence.status === 'online');
      stage.tell('Ada', { type: 'watchContact' });
      await isOnline;
      const isBusy = stage.next('Ada', 'presence', (it) => it.presence.status === 'busy');
      stage.tell('Bob', { type: 'setPresence', presence: { status: 'busy', text: 'On a call' } });
      expect((await isBusy).presence.text === 'On a call', 'Ada reads something else');
      const isFree = stage.next('Ada', 'presence', (it) => it.presence.status === 'online');
      stage.tell('Bob', { type: 'setPresence', presence: { status: 'online' } });
      await isFree;
      return 'each change came over the line that Bob lets his contacts watch';
    },
  },
  {
    title: 'Before she invites, Ada asks whether Bob can run the application',
    async play(stage) {
      const { applicationId } = stage;
      const before = stage.next('Ada', 'canRun');
      stage.tell('Ada', { type: 'askForApplication', applicationId });
      expect(!(await before).canRun, 'Bob can run it before he has it');
      const installed = stage.next('Ada', 'applications');
      stage.tell('Bob', { type: 'install', applicationId });
      await installed;
      const after = stage.next('Ada', 'canRun');
      stage.tell('Ada', { type: 'askForApplication', applicationId });
      expect((await after).canRun, 'Bob cannot run it');
      return 'not before Bob has registered it, and then at once';
    },
  },
  {
    title: 'Invited by name, without an address',
    async play(stage) {
      const accepted = stage.next('Ada', 'status', ({ status }) => status.state === 'accepted');
      const channels = Promise.all([
        stage.next('Ada', 'channelOpen'),
        stage.next('Bob', 'channelOpen'),
      ]);
      stage.tell('Ada', {
        type: 'inviteContact',
        applicationId: stage.applicationId,
        message: 'Join my whiteboard?',
      });
      await accepted;
      await channels;
      return 'accepted; the channel of the invitation is open at both sides';
    },
  },
  {
    title: 'They talk over the channel',
    async play(stage) {
      const heard = stage.next('Bob', 'heard');
      stage.tell('Ada', { type: 'say', text: 'A cat or a dog?' });
      expect((await heard).text === 'A cat or a dog?', 'Bob heard something else');
      const answer = stage.next('Ada', 'heard');
      stage.tell('Bob', { type: 'say', text: 'A cat.' });
      expect((await answer).text === 'A cat.', 'Ada heard something else');
      const ended = stage.next('Bob', 'ended');
      stage.tell('Ada', { type: 'hangUp' });
      await ended;
      return 'each heard the other, and Bob knows that Ada has hung up';
    },
  },
];
