import type { ApplicationRegistration, RegistrationType } from '@beckon/core';
import { checkContent } from '@beckon/core/adapter';
import { checkProgramPath } from '../launch/program.ts';

/** The version of the file's format. A reader refuses every other. */
const VERSION = 1;

/** A registration as text: JSON with `data` in base64. */
export function registrationToJson({
  application: { id, description, data },
  program,
  arguments: commandLine,
  publicationScope,
}: ApplicationRegistration): string {
  // JSON leaves out what is undefined.
  const written = {
    version: VERSION,
    application: { id, description, data: data && Buffer.from(data).toString('base64') },
    program,
    arguments: commandLine,
    publicationScope,
  };
  return `${JSON.stringify(written, undefined, 2)}\n`;
}

/** @throws an error that says what is wrong, when the text is no registration. */
export function registrationFromJson(
  operation: string,
  type: RegistrationType,
  text: string,
): ApplicationRegistration {
  const {
    version,
    application,
    program,
    arguments: commandLine,
    publicationScope,
  } = JSON.parse(text) as Partial<ApplicationRegistration> & { readonly version?: unknown };
  if (version !== VERSION) {
    throw new TypeError(`its version is ${String(version)}, and this program reads ${VERSION}`);
  }
  const { id, description, data } = (application ?? {}) as {
    readonly id: ApplicationRegistration['application']['id'];
    readonly description?: string;
    readonly data?: unknown;
  };
  const registration: ApplicationRegistration = {
    application: {
      id,
      ...(data === undefined ? {} : { data: bytesOf(data) }),
      ...(description === undefined ? {} : { description }),
    },
    program: program as string,
    ...(commandLine === undefined ? {} : { arguments: commandLine }),
    ...(publicationScope === undefined ? {} : { publicationScope }),
  };
  checkRegistration(operation, registration, type);
  return registration;
}

/** @throws CollaborationError `INVALID_ARGUMENT` for a registration that no host can use. */
export function checkRegistration(
  operation: string,
  registration: ApplicationRegistration,
  type: RegistrationType,
): void {
  checkContent.registration(operation, registration, type);
  checkProgramPath(operation, registration.program);
}

function bytesOf(text: unknown): Uint8Array {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw new TypeError('application.data is not base64');
  }
  return new Uint8Array(Buffer.from(text, 'base64'));
}
