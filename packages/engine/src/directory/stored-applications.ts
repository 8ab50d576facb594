import type { ApplicationRegistration, RegistrationType } from '@beckon/core';
import { checkContent } from '@beckon/core/adapter';
import type { DocumentFormat } from '../store/versioned-document.ts';

/** Where a document store holds the registrations. */
export const APPLICATIONS_KEY = 'applications';

export interface StoredRegistration {
  readonly type: RegistrationType;
  readonly registration: ApplicationRegistration;
}

/** JSON has no bytes: data is base64 in the document. */
export const storedApplicationsFormat: DocumentFormat<readonly StoredRegistration[]> = {
  what: 'registered applications',
  migrations: [],
  read: (content) => {
    if (!Array.isArray(content)) throw new TypeError('The registrations are no list.');
    return (content as readonly unknown[]).map(readRegistration);
  },
};

/** The JSON of a registration. */
export function registrationToStore({ type, registration }: StoredRegistration): unknown {
  const { application, ...launch } = registration;
  const { data, ...shown } = application;
  const bytes = data === undefined ? {} : { data: base64Of(data) };
  return { type, registration: { ...launch, application: { ...shown, ...bytes } } };
}

function readRegistration(value: unknown): StoredRegistration {
  const { type, registration } = value as StoredRegistration;
  const { data, ...shown } = registration.application as { readonly data?: unknown };
  const bytes = data === undefined ? {} : { data: bytesOf(data) };
  const read = { ...registration, application: { ...shown, ...bytes } } as ApplicationRegistration;
  checkContent.registration('open', read, type);
  return { type, registration: read };
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function bytesOf(base64: unknown): Uint8Array {
  if (typeof base64 !== 'string') throw new TypeError('The data of an application is no text.');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
