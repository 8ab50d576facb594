import type { InvitationTimeline, TimelineEntry } from '@beckon/core/inspect';

/** Who stands in the diagram, from left to right. */
export const LANES = ['your code', 'invite()', 'adapter', 'Bob'] as const;

export type Lane = (typeof LANES)[number];

/** One arrow of the diagram. */
export interface Moment {
  readonly atMs: number;
  readonly from: Lane;
  readonly to: Lane;
  readonly text: string;
  readonly kind: 'call' | 'reply' | 'signal' | 'status' | 'error';
}

/** What Bob has seen and done, at a time of the clock. */
export interface BobsMoment {
  readonly clockMs: number;
  readonly by: 'Bob' | 'adapter';
  readonly text: string;
}

/** The arrows of an invitation: of its timeline, and of what was seen at Bob's side. */
export function momentsOf(
  timeline: InvitationTimeline,
  bobs: readonly BobsMoment[],
): readonly Moment[] {
  const own = timeline.entries.flatMap((entry) => momentOf(entry, timeline) ?? []);
  const others = bobs.map(({ clockMs, by, text }): Moment => {
    const atMs = Math.max(0, clockMs - timeline.startedAtMs);
    return by === 'Bob'
      ? { atMs, from: 'Bob', to: 'adapter', text, kind: 'call' }
      : { atMs, from: 'adapter', to: 'Bob', text, kind: 'signal' };
  });
  return [...own, ...others].sort((one, other) => one.atMs - other.atMs);
}

function momentOf(entry: TimelineEntry, timeline: InvitationTimeline): Moment | undefined {
  const { atMs } = entry;
  switch (entry.type) {
    case 'status':
      return { atMs, from: 'invite()', to: 'your code', text: entry.state, kind: 'status' };
    case 'error':
      return { atMs, from: 'invite()', to: 'your code', text: entry.error.code, kind: 'error' };
    case 'left':
      return { atMs, from: 'your code', to: 'invite()', text: 'unsubscribe', kind: 'call' };
    case 'signal':
      return { atMs, from: 'adapter', to: 'invite()', text: 'signal', kind: 'signal' };
    case 'eventEnded':
      return { atMs, from: 'adapter', to: 'invite()', text: 'closed', kind: 'signal' };
    case 'call':
      return {
        atMs,
        from: 'invite()',
        to: 'adapter',
        text: entry.operation.replace(/^\w+\./, ''),
        kind: 'call',
      };
    case 'reply': {
      const text = entry.error?.code ?? entry.response?.action ?? replyTo(entry.call, timeline);
      return { atMs, from: 'adapter', to: 'invite()', text, kind: 'reply' };
    }
  }
}

function replyTo(call: number, { entries }: InvitationTimeline): string {
  const asked = entries.find((entry) => entry.type === 'call' && entry.call === call);
  return asked?.type === 'call' && asked.operation.startsWith('invitations.') ? 'handle' : 'done';
}
