import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutForeign } from './type-reports.mjs';

const report = `## API Report File for "@beckon/core"

\`\`\`ts

import { Observable } from 'rxjs';
import { SchedulerLike } from 'rxjs';

// @public
interface Exported {
    readonly scheduler: SchedulerLike;
}

// @public
const EXPORTED: 'value';

// @public
interface Hidden {
    readonly name: string;
}

// @public
export function watch(of: Exported, hidden: Hidden): Observable<Exported>;

\`\`\`
`;

describe('the report of an entry', () => {
  const text = withoutForeign(report, new Set(['Exported', 'EXPORTED', 'watch']));

  it('has what the entry exports', () => assert.match(text, /^export function watch/m));

  it('leaves out what another entry exports', () => {
    assert.doesNotMatch(text, /interface Exported|const EXPORTED/);
  });

  it('keeps what no entry exports', () => assert.match(text, /^interface Hidden \{/m));

  it('imports only what it uses', () => {
    assert.match(text, /import \{ Observable \}/);
    assert.doesNotMatch(text, /SchedulerLike/);
  });
});
