import { CollaborationError } from '@beckon/core';
import { CHANNEL_LIMITS, type ChannelChange, type ChannelHandle } from '@beckon/core/adapter';
import {
  asView,
  type FaultyAdapters,
  instead,
  type MakeFaulty,
  withHandle,
  withMembers,
  withTable,
} from '../faulty-adapter.ts';

/** Longer than the mock needs for a message, and shorter than the limit of a case. */
const A_WHILE_MS = 20;

/** Replaces some functions of every channel handle. */
const withChannel = (change: (correct: ChannelHandle) => Partial<ChannelHandle>): MakeFaulty =>
  withTable('channels', ({ open }) => ({
    open: async (id, event) => altered(await open(id, event), change),
  }));

function altered(
  correct: ChannelHandle,
  change: (correct: ChannelHandle) => Partial<ChannelHandle>,
): ChannelHandle {
  return {
    next: () => correct.next(),
    send: (message) => correct.send(message),
    close: () => correct.close(),
    ...change(correct),
  };
}

/** Alters the changes of every channel. A change that becomes `undefined` is left out. */
const alteringChanges = (alter: (change: ChannelChange) => ChannelChange | undefined): MakeFaulty =>
  withChannel((correct) => ({
    async next() {
      const change = await correct.next();
      return change === undefined ? undefined : alter(change);
    },
  }));

const alteringData = (alter: (data: Uint8Array) => Uint8Array): MakeFaulty =>
  alteringChanges((change) =>
    change.type === 'message' ? { ...change, data: alter(change.data) } : change,
  );

/** A channel that nobody is at the other end of. */
const deadChannel: ChannelHandle = {
  next: () => Promise.resolve(undefined),
  send: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

const withInvitationId = (invitationId: string | undefined): MakeFaulty =>
  withHandle((correct) => ({
    async response() {
      const response = await correct.response();
      if (typeof response === 'string' || response.action !== 'accepted') return response;
      return { action: 'accepted', ...(invitationId === undefined ? {} : { invitationId }) };
    },
  }));

/** The handle says `opened` at once, from the opening with this number on. */
const openedTooEarly = (from: number): MakeFaulty => {
  let openings = 0;
  return withChannel((correct) => {
    let isFirst = (openings += 1) >= from;
    return {
      async next() {
        if (!isFirst) return correct.next();
        isFirst = false;
        return { type: 'opened' };
      },
    };
  });
};

const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, A_WHILE_MS));

export const faultyChannels: FaultyAdapters = [
  {
    breaks: 'open() rejects with NOT_FOUND for an invitation that is unknown, pending or declined',
    make: withTable('channels', ({ open }) => ({
      open: (id, event) =>
        instead(
          () => open(id, event),
          'NOT_FOUND',
          () => deadChannel,
        ),
    })),
  },
  ...[withInvitationId(undefined), withInvitationId('another'), openedTooEarly(1)].map((make) => ({
    breaks:
      'the accepted response names its invitation, and its sender opens the channel before the recipient',
    make,
  })),
  {
    breaks: 'the recipient opens the channel before the sender',
    make: alteringChanges((change) => (change.type === 'opened' ? undefined : change)),
  },
  {
    // Remembers the invitations that it has sent, and not those that it has received.
    breaks: 'the channel of a received invitation has the id of the inbox',
    make(correct) {
      const received = new Set<string>();
      const listening = withTable('inbox', ({ accept }) => ({
        accept(id, message, data) {
          received.add(id);
          return accept(id, message, data);
        },
      }))(correct);
      return withTable('channels', ({ open }) => ({
        async open(id, event) {
          if (!received.has(id)) return open(id, event);
          throw new CollaborationError('NOT_FOUND', 'channels.open: not sent here.');
        },
      }))(listening);
    },
  },
  {
    breaks: 'two sides that have invited each other share one channel',
    make: withInvitationId('another'),
  },
  {
    breaks: 'messages keep their borders and their order, in both directions at once',
    make: withChannel((correct) => ({
      async send(message) {
        const half = Math.ceil(message.byteLength / 2);
        await correct.send(message.subarray(0, half));
        if (half < message.byteLength) await correct.send(message.subarray(half));
      },
    })),
  },
  {
    breaks: 'messages that are sent at once arrive in the order of their calls',
    make: withChannel((correct) => ({
      async send(message) {
        if (message[0] === 0) await aWhile();
        await correct.send(message);
      },
    })),
  },
  {
    breaks: 'a message that is sent before the peer has opened its side arrives after opened',
    make: withChannel((correct) => {
      let isOpen = false;
      return {
        async next() {
          const change = await correct.next();
          isOpen ||= change !== undefined;
          return change;
        },
        send: async (message) => (isOpen ? correct.send(message) : undefined),
      };
    }),
  },
  {
    breaks: 'each invitation has a channel of its own',
    make: withTable('channels', ({ open }) => {
      let only: PromiseLike<ChannelHandle> | undefined;
      return { open: (id, event) => (only ??= open(id, event)) };
    }),
  },
  {
    breaks: 'the largest message arrives whole',
    make: withChannel((correct) => ({
      send: (message) => correct.send(message.subarray(0, CHANNEL_LIMITS.messageBytes - 1)),
    })),
  },
  {
    breaks: 'the largest message arrives whole',
    make: alteringData((data) => data.slice(0, CHANNEL_LIMITS.messageBytes - 1)),
  },
  ...[
    (): undefined => undefined,
    (correct: ChannelHandle): PromiseLike<void> => correct.send(Uint8Array.of(1)),
  ].map((act) => ({
    breaks:
      'send() rejects a message that is too large, empty or not bytes with INVALID_ARGUMENT, and sends nothing',
    make: withChannel((correct) => ({
      send: (message) =>
        instead(
          () => correct.send(message),
          'INVALID_ARGUMENT',
          () => act(correct),
        ),
    })),
  })),
  {
    // Refuses the message, and sends something even so.
    breaks:
      'send() rejects a message that is too large, empty or not bytes with INVALID_ARGUMENT, and sends nothing',
    make: withChannel((correct) => ({
      async send(message) {
        if (message.byteLength > CHANNEL_LIMITS.messageBytes) {
          await correct.send(message.slice(0, 10));
        }
        return correct.send(message);
      },
    })),
  },
  {
    breaks: 'send() resolves while the peer takes nothing, as long as there is room for a message',
    make: withChannel((correct) => ({
      async send(message) {
        await correct.send(message);
        await new Promise(() => undefined);
      },
    })),
  },
  {
    breaks: 'a peer that takes nothing holds send() up, and then nothing is lost',
    make: withChannel((correct) => ({
      async send(message) {
        void correct.send(message);
      },
    })),
  },
  {
    // Drops what the peer has no room for.
    breaks: 'a peer that takes nothing holds send() up, and then nothing is lost',
    make: withChannel((correct) => {
      let underWay = 0;
      return {
        async send(message) {
          if (underWay > CHANNEL_LIMITS.windowBytes) return;
          underWay += message.byteLength;
          await correct.send(message);
        },
      };
    }),
  },
  {
    breaks: 'a side that takes nothing still sends',
    make: withChannel((correct) => {
      const taken: ChannelChange[] = [];
      return {
        next: async () => taken.shift() ?? correct.next(),
        async send(message) {
          await aWhile();
          for (let change = await correct.next(); change; change = await correct.next()) {
            taken.push(change);
          }
          if (taken.length > 0) await new Promise(() => undefined);
          await correct.send(message);
        },
      };
    }),
  },
  ...[
    alteringData(asView),
    alteringData((data) => Buffer.from(data)),
    withChannel((correct) => ({
      async send(message) {
        await aWhile();
        await correct.send(message);
      },
    })),
  ].map((make) => ({
    breaks:
      'the data of a message is a plain Uint8Array of its own, and its sender may change the bytes that it sent',
    make,
  })),
  {
    breaks: 'close() ends the channel: the peer gets what was sent before, and then ended',
    make: withChannel(() => ({ close: () => Promise.resolve() })),
  },
  {
    breaks: 'close() ends the channel: the peer gets what was sent before, and then ended',
    make: withChannel((correct) => {
      let isClosed = false;
      return {
        async send(message) {
          await aWhile();
          if (!isClosed) await correct.send(message);
        },
        close() {
          isClosed = true;
          return correct.close();
        },
      };
    }),
  },
  {
    breaks:
      'a side whose peer has ended the channel takes what came before, and send() rejects with CLOSED',
    make: withChannel((correct) => ({
      send: (message) =>
        instead(
          () => correct.send(message),
          'CLOSED',
          () => undefined,
        ),
    })),
  },
  {
    breaks:
      'a side whose peer has ended the channel takes what came before, and send() rejects with CLOSED',
    make: alteringChanges((change) => (change.type === 'ended' ? undefined : change)),
  },
  ...(['next', 'send', 'close'] as const).map((name) => ({
    breaks: 'after close(), next(), send() and close() reject with CLOSED',
    make: withChannel((correct) => ({
      [name]: (message: Uint8Array) =>
        instead<unknown>(
          () => correct[name](message),
          'CLOSED',
          () => undefined,
        ),
    })),
  })),
  {
    breaks:
      'open() rejects with ALREADY_EXISTS while this side is open, and opens it anew after an end',
    make: withTable('channels', ({ open }) => ({
      open: (id, event) =>
        instead(
          () => open(id, event),
          'ALREADY_EXISTS',
          () => deadChannel,
        ),
    })),
  },
  {
    // Forgets an invitation with its channel.
    breaks:
      'open() rejects with ALREADY_EXISTS while this side is open, and opens it anew after an end',
    make: withTable('channels', ({ open }) => {
      const ended = new Set<string>();
      return {
        async open(id, event) {
          if (ended.has(id)) throw new CollaborationError('NOT_FOUND', 'channels.open: forgotten.');
          return altered(await open(id, event), (correct) => ({
            close() {
              ended.add(id);
              return correct.close();
            },
          }));
        },
      };
    }),
  },
  {
    breaks: 'a side that opens the channel again waits for the peer to end the channel before',
    make: openedTooEarly(2),
  },
  {
    // The second opening leads nowhere.
    breaks: 'a side that is closed and opened again at once meets the peer in the end',
    make: withTable('channels', ({ open }) => {
      let openings = 0;
      return {
        open: async (id, event) => ((openings += 1) === 2 ? deadChannel : open(id, event)),
      };
    }),
  },
  ...[
    withChannel((correct) => ({
      next: () =>
        instead(
          () => correct.next(),
          'UNREACHABLE',
          () => ({ type: 'ended' }) as const,
        ),
    })),
    withChannel((correct) => ({
      send: (message) =>
        instead(
          () => correct.send(message),
          'UNREACHABLE',
          () => undefined,
        ),
    })),
    // Drops what came before the crash.
    withChannel((correct) => ({
      async next() {
        const change = await correct.next();
        return change?.type === 'message' ? correct.next() : change;
      },
    })),
  ].map((make) => ({
    breaks:
      'after a crash of the peer, next() gives what came before and then rejects with UNREACHABLE',
    make,
  })),
  {
    breaks: 'a crash of the peer rejects a send() that is held up with UNREACHABLE',
    make: withChannel((correct) => ({
      send: (message) =>
        instead(
          () => correct.send(message),
          'UNREACHABLE',
          () => undefined,
        ),
    })),
  },
  {
    breaks:
      'the last close() of the adapter ends its side and tells the peer, and ChannelHandle.close() resolves after it',
    make(correct) {
      let isClosed = false;
      const channels = withChannel((handle) => ({
        async close() {
          if (isClosed) throw new CollaborationError('NOT_INITIALIZED', 'ChannelHandle.close');
          return handle.close();
        },
      }))(correct);
      return withMembers((adapter) => ({
        close() {
          isClosed = true;
          return adapter.close();
        },
      }))(channels);
    },
  },
  {
    // Leaves its channels open.
    breaks:
      'the last close() of the adapter ends its side and tells the peer, and ChannelHandle.close() resolves after it',
    make: (correct) =>
      withMembers(() => ({ close: () => Promise.resolve() }))(
        withChannel(() => ({ close: () => Promise.resolve() }))(correct),
      ),
  },
  {
    breaks: 'nobody but the two sides of the invitation opens its channel',
    make: withTable('channels', ({ open }) => ({
      open: (id, event) =>
        instead(
          () => open(id, event),
          'NOT_FOUND',
          () => deadChannel,
        ),
    })),
  },
];
