import { Conversation, type ConversationVector } from '../test/conversation.ts';
import { type FrameVector, readVectors } from '../test/vectors.ts';

const { conversations } = readVectors('conversations.json') as {
  conversations: readonly ConversationVector[];
};
const { frames } = readVectors('frames.json') as { frames: readonly FrameVector[] };
const sections = [...new Set(conversations.map(({ section }) => section))];

describe.each(sections)('a conversation of section %s', (section) => {
  const cases = conversations.filter((conversation) => conversation.section === section);
  it.each(cases.map(({ name, steps }) => [name, steps] as const))('%s', async (_, steps) => {
    const conversation = await Conversation.begin();
    for (const [index, step] of steps.entries()) {
      try {
        await conversation.take(step);
      } catch (error) {
        throw new Error(`Step ${index}: ${JSON.stringify(step)}`, { cause: error });
      }
    }
    conversation.end();
  });
});

describe('a stream on which a frame of the vectors comes', () => {
  const isRefused = ({ reader }: FrameVector): boolean =>
    reader === 'malformed' || reader === 'too long';
  it.each([
    ['is reset by a frame that is malformed or too long', frames.filter(isRefused), 'reset'],
    [
      'goes on after a frame that is ignored',
      frames.filter(({ reader }) => reader === 'ignore'),
      'no',
    ],
  ] as const)('%s', async (_, vectors, sideEnded) => {
    for (const { bytes } of vectors) {
      const conversation = await Conversation.begin();
      await conversation.take({ opens: 'peer' });
      await conversation.take({ peer: [{ hello: { version: 1 } }, { bytes }] });
      await conversation.take({ sideEnded });
    }
  });
});
