import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type InvitationStatus, isFinalInvitationStatus } from '../index.ts';
import { INVITATION_TRANSITIONS } from './invitation-transitions.ts';

const transitions = Object.entries(INVITATION_TRANSITIONS).flatMap(([from, rows]) =>
  Object.entries(rows).map(([on, { to, emits = [] }]) => ({ from, on, to, emits })),
);

const read = (file: string): string =>
  readFileSync(path.join(__dirname, '../..', file), 'utf8').replaceAll('\r\n', '\n');

/** The table as a diagram of Mermaid: each arrow says the input, then what the subscriber hears. */
function diagram(): string {
  const arrows = transitions.map(({ from, on, to, emits }) => {
    const heard = emits.length === 0 ? '' : ` / ${emits.join(', ')}`;
    return `  ${from} --> ${to}: ${on}${heard}`;
  });
  return ['stateDiagram-v2', '  [*] --> sending: sending', ...arrows, '  closed --> [*]'].join(
    '\n',
  );
}

describe('INVITATION_TRANSITIONS', () => {
  it('equals the diagram in docs/ARCHITECTURE.md; if not, paste the expected text between the markers there', () => {
    const [, drawn] =
      /<!-- INVITATION_TRANSITIONS -->\s*```mermaid\n([^`]*)\n```\s*<!-- end -->/.exec(
        read('../../docs/ARCHITECTURE.md'),
      ) ?? [];
    expect(drawn).toBe(diagram());
  });

  it('emits the statuses that the README lists, each with whether it is final', () => {
    const listed = [
      ...read('README.md').matchAll(/^\| (`\w+`(?:, `\w+`)*) +\|.*\| (yes)? +\|$/gm),
    ].flatMap(([, states = '', isFinal]) =>
      states.split(', ').map((state) => [state.slice(1, -1), isFinal === 'yes']),
    );
    const emitted = new Set(['sending', ...transitions.flatMap(({ emits }) => emits)]);
    emitted.delete('error');
    expect(Object.fromEntries(listed)).toEqual(
      Object.fromEntries(
        [...emitted].map((state) => [
          state,
          isFinalInvitationStatus({ state } as InvitationStatus),
        ]),
      ),
    );
  });
});
