import type { CollaborationAdapter, Guid, InvitationStatus, InvitationTarget } from './index.ts';

// Compiled, never run: each line is an error that the types must report.
export function typeTests(status: InvitationStatus, adapter: CollaborationAdapter): void {
  // @ts-expect-error a GUID is made by parseGuid or createGuid
  const guid: Guid = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
  // @ts-expect-error a target names somebody
  const target: InvitationTarget = {};
  // @ts-expect-error only answers carry a message
  const message: unknown = status.message;
  // @ts-expect-error a table can be absent
  const changes: unknown = adapter.inbox.changes;
  expect([guid, target, message, changes]).toBeDefined();
}

describe('@beckon/core', () => {
  it('does nothing at import', () => {
    const before = Object.getOwnPropertyNames(globalThis).sort();
    jest.useFakeTimers();
    jest.isolateModules(() => {
      jest.requireActual('./index.ts');
    });
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
    expect(Object.getOwnPropertyNames(globalThis).sort()).toEqual(before);
  });
});
