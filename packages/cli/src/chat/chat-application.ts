import { parseGuid } from '@beckon/core';

/** The application that `beckon chat` invites into, and that a host in a terminal takes part in. */
export const CHAT_APPLICATION_ID = parseGuid('0b6d3f5e-8c3a-4c8e-9d3b-6a1f2e7c9b40');
