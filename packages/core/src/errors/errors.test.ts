import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  errorFromHresult,
  findHresult,
  HRESULTS,
  hresultValue,
  isFailedHresult,
} from '../hresults.ts';
import {
  COLLABORATION_ERROR_CODES,
  CollaborationError,
  isCollaborationError,
  toCollaborationError,
} from '../index.ts';

describe('CollaborationError', () => {
  it('keeps its code, HRESULT and cause', () => {
    const cause = new Error('below');
    const error = new CollaborationError('UNREACHABLE', 'nobody there', { cause, hresult: 5 });
    expect(error).toMatchObject({
      code: 'UNREACHABLE',
      hresult: 5,
      cause,
      message: 'nobody there',
    });
    expect(error).toBeInstanceOf(Error);
  });

  it('is recognised by its name and code, also from another copy of the package', () => {
    const foreign = Object.assign(new Error('x'), { name: 'CollaborationError', code: 'CLOSED' });
    expect(isCollaborationError(foreign)).toBe(true);
    expect(isCollaborationError(foreign, 'CLOSED')).toBe(true);
    expect(isCollaborationError(foreign, 'UNKNOWN')).toBe(false);
  });

  it.each([null, undefined, 'CLOSED', new Error('x'), { code: 'CLOSED' }])('is not %p', (value) => {
    expect(isCollaborationError(value)).toBe(false);
  });

  it('wraps any other error as UNKNOWN, and names the operation', () => {
    expect(toCollaborationError('close', 'odd')).toMatchObject({
      code: 'UNKNOWN',
      message: 'close failed: odd',
      cause: 'odd',
    });
  });
});

describe('HRESULTS', () => {
  it('has each name and each value once', () => {
    expect(new Set(HRESULTS.map(({ name }) => name)).size).toBe(HRESULTS.length);
    expect(new Set(HRESULTS.map(({ value }) => value)).size).toBe(HRESULTS.length);
  });

  it('gives every failure a code, and no success one', () => {
    for (const { value, code } of HRESULTS) expect(code !== undefined).toBe(isFailedHresult(value));
  });

  // Samples from p2p.h. Another test compares the whole table with the header where it is at hand.
  it.each([
    ['PEER_S_NO_EVENT_DATA', 0x00630002],
    ['PEER_E_NOT_INITIALIZED', 0x80630002],
    ['PEER_E_CONNECTION_FAILED', 0x80630109],
    ['PEER_E_INVITE_RESPONSE_NOT_AVAILABLE', 0x80637001],
    ['PEER_E_NOT_FOUND', 0x80070490],
  ])('knows %s', (name, value) => {
    expect(hresultValue(name)).toBe(value);
    expect(findHresult(value | 0)?.name).toBe(name);
  });

  it('throws for a name that it does not know', () => {
    expect(() => hresultValue('PEER_E_NONE')).toThrow(TypeError);
  });
});

describe('errorFromHresult', () => {
  it('names the operation, the result and its number', () => {
    expect(errorFromHresult('PeerCollabSignin', 0x806320a1 | 0)).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      hresult: 0x806320a1,
      message: expect.stringContaining(
        'PeerCollabSignin failed: PEER_E_SERVICE_NOT_AVAILABLE (0x806320A1)',
      ) as unknown,
    });
  });

  it('keeps a number that it does not know', () => {
    expect(errorFromHresult('X', 0x80637002)).toMatchObject({
      code: 'UNKNOWN',
      hresult: 0x80637002,
      message: 'X failed: 0x80637002',
    });
  });
});

describe('docs/ERRORS.md', () => {
  const text = readFileSync(path.resolve(__dirname, '../../../../docs/ERRORS.md'), 'utf8');
  const rows = new Map(
    [...text.matchAll(/^\| `([A-Z_]+)`\s*\|.*$/gm)].map(([row, code]) => [code, row] as const),
  );

  it('has a row for each code, and no other', () => {
    expect([...rows.keys()].sort()).toEqual([...COLLABORATION_ERROR_CODES].sort());
  });

  it.each(HRESULTS.filter(({ code }) => code !== undefined))(
    'lists $name behind its code',
    ({ name, value, code }) => {
      const number = `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
      expect(rows.get(code)).toContain(`\`${name}\` ${number}`);
    },
  );
});
