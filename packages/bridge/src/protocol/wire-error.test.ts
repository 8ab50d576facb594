import { COLLABORATION_ERROR_CODES, CollaborationError } from '@beckon/core';
import { decodeError, encodeError } from './wire-error.ts';

describe('errors on the wire', () => {
  it.each(COLLABORATION_ERROR_CODES)('keep %s, the message and the HRESULT', (code) => {
    const error = new CollaborationError(code, 'why', { hresult: 0x80637003 });
    expect(decodeError(encodeError('call', error))).toMatchObject({
      name: 'CollaborationError',
      code,
      message: 'why',
      hresult: 0x80637003,
    });
  });

  it('are UNKNOWN, and name the operation, when they are not a CollaborationError', () => {
    for (const error of ['odd', new TypeError('odd')]) {
      expect(encodeError('inbox.status', error)).toEqual({
        code: 'UNKNOWN',
        message: 'inbox.status failed: odd',
      });
    }
  });

  it('are UNKNOWN, with the code as the cause, when a newer host sends a code that is not known here', () => {
    expect(decodeError({ code: 'TOO_WARM', message: 'Open a window.' })).toMatchObject({
      code: 'UNKNOWN',
      message: 'Open a window.',
      cause: 'code TOO_WARM',
    });
  });

  it('never carry a stack or a cause', () => {
    const error = new CollaborationError('CLOSED', 'gone', { cause: new Error('secret') });
    expect(JSON.stringify(encodeError('call', error))).toBe('{"code":"CLOSED","message":"gone"}');
  });
});
