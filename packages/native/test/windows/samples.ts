import {
  type Application,
  type CollaborationObject,
  type Contact,
  type Invitation,
  parseGuid,
  type PersonNearMe,
} from '@beckon/core';

export const applicationId = parseGuid('{01234567-89AB-CDEF-0123-456789ABCDEF}');
export const otherId = parseGuid('fedcba98-7654-3210-fedc-ba9876543210');

export const endpoint = { address: '[fe80::1:2%4]:3587', name: 'Desk of Ada ✓' };
export const unnamedEndpoint = { address: '[2001:db8::1]:3587' };

export const contact: Contact = {
  peerName: '0123456789abcdef0123456789abcdef01234567.Ada',
  nickname: 'Ada',
  displayName: 'Ada Lovelace 𝄞',
  emailAddress: 'ada@example.org',
  isWatched: true,
  canWatchMe: true,
  credentials: Uint8Array.of(0x30, 0x82, 0, 1, 255),
};

export const bareContact: Contact = {
  peerName: 'fedcba9876543210fedcba9876543210fedcba98.Bob',
  isWatched: false,
  canWatchMe: false,
};

export const person: PersonNearMe = { id: otherId, nickname: 'Ada', endpoint };

export const application: Application = {
  id: applicationId,
  data: Uint8Array.of(1, 2, 0, 3),
  description: 'Whiteboard',
};

export const object: CollaborationObject = {
  id: otherId,
  data: Uint8Array.of(9, 0, 8),
  publicationScope: 'all',
};

export const invitation: Invitation = {
  applicationId,
  message: 'Join?',
  data: Uint8Array.of(0, 1, 2),
};
