import type { CollaborationAdapter } from '../index.ts';
import type { LaunchFunctions } from '../adapter.ts';
import { withTables } from './with-tables.ts';

const launch: LaunchFunctions = { launchInfo: async () => undefined };

/** An adapter whose functions lie on its prototype, where spreading does not find them. */
class ClassAdapter implements CollaborationAdapter {
  readonly name = 'class';
  readonly calls: string[] = [];
  readonly invitations = {} as CollaborationAdapter['invitations'];
  readonly identity = {} as CollaborationAdapter['identity'];

  get inbox(): NonNullable<CollaborationAdapter['inbox']> {
    return inbox;
  }

  async open(): Promise<void> {
    this.calls.push('open');
  }

  async close(): Promise<void> {
    this.calls.push('close');
  }

  createEvent(): ReturnType<CollaborationAdapter['createEvent']> {
    throw new Error('not in this test');
  }
}

const inbox = {} as NonNullable<CollaborationAdapter['inbox']>;

describe('withTables', () => {
  it('adds a table, and keeps the others', () => {
    const adapter = new ClassAdapter();
    const composed: CollaborationAdapter = withTables(adapter, { launch });
    expect(composed).toMatchObject({ name: 'class', launch, inbox });
    expect(composed.invitations).toBe(adapter.invitations);
  });

  it('replaces a table', () => {
    const other = {} as NonNullable<CollaborationAdapter['inbox']>;
    expect(withTables(new ClassAdapter(), { inbox: other }).inbox).toBe(other);
  });

  it('opens and closes the adapter itself', async () => {
    const adapter = new ClassAdapter();
    const composed = withTables(adapter, { launch });
    await composed.open();
    await composed.close();
    expect(adapter.calls).toEqual(['open', 'close']);
  });

  it('throws TypeError for a member that is not a table', () => {
    const tables = { launcher: launch } as unknown as { launch: LaunchFunctions };
    expect(() => withTables(new ClassAdapter(), tables)).toThrow(TypeError);
  });
});
