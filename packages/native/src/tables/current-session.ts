import type { NativeSession } from '../native-session.ts';

/** The session that is open. @throws CollaborationError `NOT_INITIALIZED`, naming `operation`, when there is none. */
export type CurrentSession = (operation: string) => NativeSession;
