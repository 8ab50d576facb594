import { ENGLISH_SENTENCES, explainError } from '../explain.ts';
import { COLLABORATION_ERROR_CODES, CollaborationError } from './collaboration-error.ts';

describe('explainError', () => {
  it.each(COLLABORATION_ERROR_CODES)(
    'has a sentence for %s that shows nothing of its message',
    (code) => {
      const error = new CollaborationError(
        code,
        'inbox.accept: 0x80630109 at /ip4/192.0.2.1/tcp/4001',
      );
      const sentence = explainError(error);
      expect(sentence).toMatch(/^[A-Z][^/()]+\.$/);
      expect(sentence).not.toMatch(/0x|ip4|inbox/);
    },
  );

  it('explains a wrong argument, and an error of other software', () => {
    expect(explainError(new RangeError('x'))).toBe(ENGLISH_SENTENCES.INVALID_ARGUMENT);
    expect(explainError(new Error('x'))).toBe(ENGLISH_SENTENCES.UNKNOWN);
    expect(explainError(undefined)).toBe(ENGLISH_SENTENCES.UNKNOWN);
  });

  it('explains an error of another copy of the package, and a code of a later version', () => {
    const error = Object.assign(new Error('x'), { name: 'CollaborationError', code: 'CLOSED' });
    expect(explainError(error)).toBe(ENGLISH_SENTENCES.CLOSED);
    expect(explainError(Object.assign(error, { code: 'toString' }))).toBe(
      ENGLISH_SENTENCES.UNKNOWN,
    );
  });

  it('uses the sentences of the caller where there are any', () => {
    const error = new CollaborationError('CLOSED', 'x');
    expect(explainError(error, { CLOSED: 'Die Verbindung ist zu Ende.' })).toBe(
      'Die Verbindung ist zu Ende.',
    );
  });
});
