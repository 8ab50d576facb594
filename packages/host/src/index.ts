/**
 * The recipient's side of a machine: registered applications, prompts, and the launch on accept.
 *
 * @packageDocumentation
 */
export {
  type ApplicationFolders,
  defaultApplicationFolders,
} from './applications/application-folders.ts';
export { ApplicationFiles, type ListedApplications } from './applications/application-files.ts';
export { createHost, type Host } from './host.ts';
export type { HostEvent } from './host-event.ts';
export { argumentsOf, commandLineOf } from './launch/command-line.ts';
export {
  LAUNCH_FILE_VARIABLE,
  type LaunchedInvitation,
  takeLaunchFile,
} from './launch/launch-file.ts';
export { type Environment, takeLaunchedInvitation, withLaunchInfo } from './launch/launch-table.ts';
export type { Activity, HostOptions, StartedActivity } from './options.ts';
export { inviterLine } from './prompt/inviter-line.ts';
export {
  type Notification,
  type NotificationButton,
  notificationPrompt,
  notificationService,
  type NotificationServiceInfo,
  type Notifier,
} from './prompt/notification-prompt.ts';
export type { Prompt, PromptAnswer, PromptInviter, PromptRequest } from './prompt/prompt.ts';
export { shownText } from './prompt/shown-text.ts';
export { terminalPrompt, type TerminalPromptOptions } from './prompt/terminal-prompt.ts';
