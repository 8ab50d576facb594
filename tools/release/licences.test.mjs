import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAllowed, licences } from './licences.mjs';
import { installedByUsers, lockedPackages } from './locked-packages.mjs';

describe('the licences of dependencies', () => {
  it('may be chosen where a package gives a choice', () => {
    assert.ok(isAllowed('(MIT OR GPL-3.0-or-later)', ['MIT']));
    assert.ok(!isAllowed('GPL-3.0-or-later', ['MIT']));
  });

  it('must all be allowed where several hold', () => {
    assert.ok(!isAllowed('MIT AND Zlib', ['MIT']));
    assert.ok(isAllowed('(MIT AND Zlib)', ['MIT', 'Zlib']));
  });

  it('are stricter for what users install than for tools', () => {
    const locked = lockedPackages();
    assert.deepEqual(licences(locked).faults, []);
    const ofUsers = { ...locked['node_modules/rxjs'], license: 'MPL-2.0' };
    const [fault] = licences({ ...locked, 'node_modules/rxjs': ofUsers }).faults;
    assert.match(fault, /^rxjs@.*: the licence MPL-2\.0 is not allowed for what users install/);
    const ofTools = { ...locked['node_modules/prettier'], license: 'MPL-2.0' };
    assert.deepEqual(licences({ ...locked, 'node_modules/prettier': ofTools }).faults, []);
  });

  it('must be known', () => {
    const locked = lockedPackages();
    const unknown = { ...locked['node_modules/prettier'], license: undefined };
    assert.equal(licences({ ...locked, 'node_modules/prettier': unknown }).faults.length, 1);
  });

  it('count for users when a dependency of a dependency has them', () => {
    const used = installedByUsers(lockedPackages());
    assert.ok(used.includes('node_modules/rxjs'));
    assert.ok(used.includes('node_modules/tslib'), 'rxjs needs it');
    assert.ok(!used.includes('node_modules/jest'));
  });
});
