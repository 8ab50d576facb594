/**
 * What has happened with an invitation, as data.
 *
 * @packageDocumentation
 */
export { TimelineRecorder, type TimelineRecorderOptions } from './inspect/timeline-recorder.ts';
export type {
  InvitationTimeline,
  RecordedContent,
  RecordedError,
  RecordedOperation,
  RecordedRequest,
  RecordedResponse,
  TimelineEntry,
  TimelineEvent,
} from './inspect/timeline.ts';
