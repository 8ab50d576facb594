import type { CollaborationError } from '@beckon/core';
import type { LiveStream } from './live-stream.ts';
import type { StreamResult } from './stream-result.ts';
import { useCollaborationStore } from './use-collaboration-store.ts';
import { type StreamOptions, useStream } from './use-stream.ts';

/** Subscribes to a live stream while the component is shown, together with all others that show it. */
export function useLive<T, Subject, S = T>(
  stream: LiveStream<T, Subject>,
  subject: Subject | undefined,
  options: StreamOptions<T, S, CollaborationError>,
): StreamResult<S, CollaborationError> {
  return useStream(useCollaborationStore(stream.hook).live(stream, subject), options);
}
