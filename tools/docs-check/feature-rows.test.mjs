import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { featureFaults } from './feature-rows.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'feature-rows-'));
writeFileSync(path.join(folder, 'a.test.ts'), "it('rings [once] |\n  IN_TIME', () => {});");
after(() => rmSync(folder, { recursive: true }));

const HEAD = '| id | feature | beckon | shown by | in words |\n| --- | --- | --- | --- | --- |\n';
const row = (id, verdict, tests = '', words = '') =>
  `| ${id} | f | ${verdict} | ${tests} | ${words} |`;

/** The faults of these rows, without those of the rows that are missing. */
const faultsOf = (...rows) =>
  featureFaults(HEAD + rows.join('\n'), folder).faults.filter(
    (fault) => !/ 0 times$|^the text/.test(fault),
  );

describe('a row of the features', () => {
  it('that is yes has a test that is there under its title', () => {
    const test = String.raw`[rings \[once\] \| IN\_TIME](a.test.ts)`;
    assert.deepEqual(faultsOf(row('S1', 'yes', test)), []);
    assert.match(faultsOf(row('S1', 'yes')).join(), /^S1: yes needs a test$/);
    assert.match(faultsOf(row('S1', 'yes', '[rings twice](a.test.ts)')).join(), /no "rings twice"/);
    assert.match(faultsOf(row('S1', 'yes', '[rings](b.test.ts)')).join(), /b\.test\.ts does not/);
  });

  it('that is not yes has a reason', () => {
    assert.deepEqual(faultsOf(row('S1', 'no', '', 'it is out of scope')), []);
    assert.match(faultsOf(row('S1', 'no')).join(), /^S1: no needs a reason$/);
    assert.match(faultsOf(row('S1', 'partly', '[rings](a.test.ts)')).join(), /needs a reason/);
    assert.match(faultsOf(row('S1', 'maybe', '', 'who knows')).join(), /"maybe" is none of/);
  });

  it('is there once, and is a row of the list', () => {
    const no = (id) => row(id, 'no', '', 'not yet');
    assert.deepEqual(faultsOf(no('S1'), no('S1')), ['S1 is there 2 times']);
    assert.deepEqual(faultsOf(no('S18')), ['S18 is no row of the list']);
    assert(featureFaults('', folder).faults.includes('O3 is there 0 times'));
  });
});

describe('the text', () => {
  it('says how many of the 74 features and the 19 needs are yes', () => {
    const rows = [row('S1', 'yes', '[rings](a.test.ts)'), row('7', 'no', '', 'not yet')].join('\n');
    const faults = (text) =>
      featureFaults(`${text}\n${HEAD}${rows}`, folder).faults.filter((fault) => /^the/.test(fault));
    assert.deepEqual(faults('**1 of 74 features: yes**, **0 of 19 needs: yes**'), []);
    assert.deepEqual(faults('2 of 74 features: yes, 0 of 19 needs: yes'), [
      'the text does not say "1 of 74 features: yes"',
    ]);
  });
});
