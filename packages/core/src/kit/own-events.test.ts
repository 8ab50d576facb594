import { AutoResetEvent } from './auto-reset-event.ts';
import { OwnEvents } from './own-events.ts';

const ownEvents = (): OwnEvents => new OwnEvents((onClose) => new AutoResetEvent(onClose));

describe('OwnEvents', () => {
  it('knows an event of its own until the event is closed', () => {
    const events = ownEvents();
    const event = events.create();
    expect(events.get('inbox.changes', event)).toBe(event);
    event.close();
    expect(() => events.get('inbox.changes', event)).toThrow(
      /^inbox\.changes: event is closed, or /,
    );
  });

  it('refuses an event of another adapter, even of the same kind, with INVALID_ARGUMENT', () => {
    const other = ownEvents().create();
    expect(() => ownEvents().get('inbox.changes', other)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error,
    );
  });

  it('closes all its events', () => {
    const events = ownEvents();
    const made = [events.create(), events.create()];
    events.close();
    expect(made.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  });
});
