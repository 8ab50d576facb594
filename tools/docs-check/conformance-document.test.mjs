import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conformanceDocument } from './conformance-document.mjs';

const cases = [
  { table: 'inbox', name: 'it is told', with: [] },
  { table: 'events', name: 'it comes', with: ['inbox'] },
];

const rowsOf = (text) => text.split('\n').filter((line) => line.startsWith('| it '));

describe('conformanceDocument', () => {
  it('has a cell for each case and adapter, with the reason where the case does not run', () => {
    const mock = new Map([
      ['inbox: the adapter has the table', []],
      ['events: the adapter has the table', []],
      ['inbox: it is told', []],
      ['events: it comes', ['killsPeer']],
    ]);
    const native = new Map([
      ['inbox: the adapter does not have the table', []],
      ['events: the adapter has the table', []],
    ]);
    const { text, faults } = conformanceDocument(cases, [
      ['mock', mock],
      ['native', native],
    ]);
    assert.deepEqual(faults, []);
    assert.deepEqual(rowsOf(text), ['| it is told | yes | [1] |', '| it comes | [2] | [1] |']);
    assert(text.includes('- [1] no `inbox`: Windows shows invitations itself.'));
    assert(text.includes('- [2] `killsPeer`: '));
    assert(text.includes('| cases, of 2 | 1 | 0 |'));
  });

  it('finds a table that is missing without a reason, and a case that the suite does not have', () => {
    const { faults } = conformanceDocument(cases, [['mock', new Map([['inbox: it rings', []]])]]);
    assert.equal(faults.length, 3);
    assert(faults.some((fault) => fault.includes('why mock has no inbox')));
    assert(faults.includes('mock: unknown inbox: it rings'));
  });
});
