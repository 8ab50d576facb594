import { execFile } from 'node:child_process';
import { mkdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../output/output.ts';

const run = promisify(execFile);
const DESKTOP_FILE = 'beckon-link.desktop';
const CLASS = String.raw`HKCU\Software\Classes\beckon`;

/**
 * Makes this command open addresses that begin with `beckon:`, for the current user.
 *
 * @throws UserError where that is not known how, or the system does not let it.
 */
export async function registerScheme(platform = process.platform): Promise<string> {
  const command = await ownCommand();
  switch (platform) {
    case 'linux':
      return registerWithDesktop(command);
    case 'win32':
      return registerWithWindows(command);
    default:
      throw new UserError(
        `--register does not know how ${platform} opens addresses. Open links with beckon link open.`,
      );
  }
}

/** How this command is started. A link of npm may move. */
async function ownCommand(): Promise<readonly [string, string]> {
  return [process.execPath, await realpath(process.argv[1] ?? '')];
}

async function registerWithDesktop(command: readonly string[]): Promise<string> {
  const data = process.env['XDG_DATA_HOME'] ?? path.join(homedir(), '.local/share');
  const folder = path.join(data, 'applications');
  const file = path.join(folder, DESKTOP_FILE);
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(file, desktopEntry(command));
  try {
    await run('xdg-mime', ['default', DESKTOP_FILE, 'x-scheme-handler/beckon']);
  } catch (cause) {
    throw new UserError(
      `${file} is written, and xdg-mime does not run: ${(cause as Error).message}. Install xdg-utils, or choose the program for beckon: in the settings of your desktop.`,
      { cause },
    );
  }
  return file;
}

/** An entry as the Desktop Entry Specification has it. The address comes as one argument, as it is. */
export function desktopEntry(command: readonly string[]): string {
  const words = command.map((word) => `"${word.replace(/[\\"`$]/g, String.raw`\$&`)}"`);
  const exec = words.join(' ').replaceAll('\\', '\\\\').replaceAll('%', '%%');
  return `[Desktop Entry]
Type=Application
Name=beckon
Comment=Opens links by which people become contacts
Exec=${exec} link open --ask %u
Terminal=true
NoDisplay=true
MimeType=x-scheme-handler/beckon;
`;
}

async function registerWithWindows(command: readonly string[]): Promise<string> {
  const line = `${command.map((word) => `"${word}"`).join(' ')} link open --ask "%1"`;
  await run('reg.exe', ['add', CLASS, '/ve', '/d', 'URL:beckon', '/f']);
  await run('reg.exe', ['add', CLASS, '/v', 'URL Protocol', '/d', '', '/f']);
  await run('reg.exe', ['add', String.raw`${CLASS}\shell\open\command`, '/ve', '/d', line, '/f']);
  return CLASS;
}
