// Writes the binary interface of P2P.dll (sizes, offsets, enumeration values,
// HRESULTs) to p2p-abi.json, as the mingw-w64 compilers for x64 and x86 see it:
//
//   node reference/p2p/abi/generate.mjs           writes the file
//   node reference/p2p/abi/generate.mjs --check   exits with 1 if it would change
//
// Only the compilers run: every number is an assembler comment in the output of
// -S. So neither Windows nor wine is needed.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const file = join(here, 'p2p-abi.json');
const compilers = { x64: 'x86_64-w64-mingw32-gcc', x86: 'i686-w64-mingw32-gcc' };

/** Structures of p2p.h. Their members are read from the preprocessed header. */
const structs = [
  'PEER_ADDRESS',
  'PEER_APPLICATION',
  'PEER_APPLICATION_REGISTRATION_INFO',
  'PEER_APP_LAUNCH_INFO',
  'PEER_COLLAB_EVENT_DATA',
  'PEER_COLLAB_EVENT_REGISTRATION',
  'PEER_CONTACT',
  'PEER_DATA',
  'PEER_ENDPOINT',
  'PEER_EVENT_APPLICATION_CHANGED_DATA',
  'PEER_EVENT_ENDPOINT_CHANGED_DATA',
  'PEER_EVENT_OBJECT_CHANGED_DATA',
  'PEER_EVENT_PEOPLE_NEAR_ME_CHANGED_DATA',
  'PEER_EVENT_PRESENCE_CHANGED_DATA',
  'PEER_EVENT_REQUEST_STATUS_CHANGED_DATA',
  'PEER_EVENT_WATCHLIST_CHANGED_DATA',
  'PEER_INVITATION',
  'PEER_INVITATION_RESPONSE',
  'PEER_OBJECT',
  'PEER_PEOPLE_NEAR_ME',
  'PEER_PRESENCE_INFO',
];

/** Structures of other headers. Macros hide their members there. */
const otherStructs = {
  GUID: ['Data1', 'Data2', 'Data3', 'Data4'],
  SOCKADDR_IN6: ['sin6_family', 'sin6_port', 'sin6_flowinfo', 'sin6_addr', 'sin6_scope_id'],
};

const enums = [
  'PEER_APPLICATION_REGISTRATION_TYPE',
  'PEER_CHANGE_TYPE',
  'PEER_COLLAB_EVENT_TYPE',
  'PEER_INVITATION_RESPONSE_TYPE',
  'PEER_PRESENCE_STATUS',
  'PEER_PUBLICATION_SCOPE',
  'PEER_SIGNIN_FLAGS',
  'PEER_WATCH_PERMISSION',
];

const types = [
  'BOOL',
  'DWORD',
  'HANDLE',
  'HPEERENUM',
  'HPEEREVENT',
  'HRESULT',
  'PVOID',
  'PWSTR',
  'ULONG',
  'WCHAR',
  'WORD',
];

const constants = ['AF_INET6', 'PEER_COLLAB_VERSION'];

/** HRESULTs that p2p.h and winerror.h of mingw-w64 define. */
const headerHresults = [
  'E_FAIL',
  'E_HANDLE',
  'E_INVALIDARG',
  'E_NOTIMPL',
  'E_OUTOFMEMORY',
  'PEER_E_ALREADY_EXISTS',
  'PEER_E_CLIENT_INVALID_COMPARTMENT_ID',
  'PEER_E_CLOUD_DISABLED',
  'PEER_E_CLOUD_IS_DEAD',
  'PEER_E_CLOUD_IS_SEARCH_ONLY',
  'PEER_E_CLOUD_NOT_FOUND',
  'PEER_E_DISK_FULL',
  'PEER_E_DUPLICATE_PEER_NAME',
  'PEER_E_INVALID_IDENTITY',
  'PEER_E_NOT_FOUND',
  'PEER_E_TOO_MUCH_LOAD',
  'S_OK',
];
/** HRESULTs of the Windows documentation that mingw-w64 lacks, from a header of this folder. */
const documentedHresults = [
  ...readFileSync(join(here, '../include/peer-hresults.h'), 'utf8').matchAll(
    /^#define (PEER_\w+)/gm,
  ),
].map(([, name]) => name);

const prologue = `
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <p2p.h>
#include <stddef.h>
#include "${join(here, '../include/peer-hresults.h').replaceAll('\\', '/')}"
`;
const flags = [
  '-std=gnu11',
  '-D_WIN32_WINNT=0x0601',
  '-DNTDDI_VERSION=0x06010000',
  '-DUNICODE',
  '-xc',
  '-',
];

function run(compiler, mode, input) {
  const { status, stdout, stderr, error } = spawnSync(compiler, [...mode, '-o', '-', ...flags], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error) throw new Error(`${compiler}: ${error.message} (Debian: gcc-mingw-w64)`);
  if (status !== 0) throw new Error(`${compiler} ended with ${status}\n${stderr}`);
  return stdout;
}

/** The text between the braces of `typedef <keyword> … { … } name`. */
function bodyOf(header, keyword, name) {
  const end = header.search(new RegExp(`}\\s*${name}\\b\\s*[,;]`));
  const start = header.lastIndexOf(`typedef ${keyword}`, end);
  if (end < 0 || start < 0) throw new Error(`p2p.h has no ${keyword} ${name}`);
  return header.slice(header.indexOf('{', start) + 1, end);
}

const header = run(compilers.x64, ['-E', '-P'], prologue);
const membersOf = Object.fromEntries([
  ...structs.map((name) => [
    name,
    [...bodyOf(header, 'struct', name).matchAll(/(\w+)(?:\s*\[[^\]]*\])?\s*;/g)].map(
      ([, member]) => member,
    ),
  ]),
  ...Object.entries(otherStructs),
]);
const valuesOf = Object.fromEntries(
  enums.map((name) => [
    name,
    [...bodyOf(header, 'enum', name).matchAll(/(?:^|,)\s*(\w+)/g)].map(([, value]) => value),
  ]),
);

/** One line of C for each number. The line never runs: only its assembler comment is read. */
const questions = [
  ...Object.entries(membersOf).flatMap(([name, members]) => [
    [`struct ${name} size`, `sizeof(${name})`],
    [`struct ${name} align`, `_Alignof(${name})`],
    ...members.flatMap((member) => [
      [`member ${name} ${member} offset`, `offsetof(${name}, ${member})`],
      [`member ${name} ${member} size`, `sizeof(((${name} *)0)->${member})`],
    ]),
  ]),
  ...[...types, ...enums].map((name) => [`type ${name}`, `sizeof(${name})`]),
  ...Object.values(valuesOf).flatMap((values) => values.map((name) => [`value ${name}`, name])),
  ...[...headerHresults, ...documentedHresults].map((name) => [`value ${name}`, name]),
  ...constants.map((name) => [`value ${name}`, name]),
];
const program = `${prologue}
void answers(void)
{
${questions.map(([key, value]) => `  __asm__ volatile("\\n#answer ${key} = %0" :: "i"((int)(${value})));`).join('\n')}
}
`;

/** The numbers, by their keys. */
function answersOf(compiler) {
  const assembly = run(compiler, ['-S'], program);
  const answers = new Map(
    [...assembly.matchAll(/^#answer (.+) = \$(-?\d+)\s*$/gm)].map(([, key, value]) => [
      key,
      +value,
    ]),
  );
  for (const [key] of questions)
    if (!answers.has(key)) throw new Error(`${compiler} gave no number for ${key}`);
  return answers;
}

const sorted = (entries) => Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

function layoutOf(answers) {
  const layout = ([name, members]) => [
    name,
    {
      size: answers.get(`struct ${name} size`),
      align: answers.get(`struct ${name} align`),
      members: Object.fromEntries(
        members.map((member) => [
          member,
          {
            offset: answers.get(`member ${name} ${member} offset`),
            size: answers.get(`member ${name} ${member} size`),
          },
        ]),
      ),
    },
  ];
  return {
    structs: sorted(Object.entries(membersOf).map(layout)),
    types: sorted([...types, ...enums].map((name) => [name, answers.get(`type ${name}`)])),
  };
}

const x64 = answersOf(compilers.x64);
const x86 = answersOf(compilers.x86);
for (const [key, value] of x64)
  if (key.startsWith('value ') && x86.get(key) !== value)
    throw new Error(`${key} differs between x64 and x86`);

const value = (name) => [name, x64.get(`value ${name}`)];
const abi = {
  comment: 'Generated by generate.mjs from the p2p.h of mingw-w64. HRESULTs are unsigned.',
  constants: sorted(constants.map(value)),
  enums: sorted(
    Object.entries(valuesOf).map(([name, values]) => [name, Object.fromEntries(values.map(value))]),
  ),
  guids: {
    PEER_COLLAB_OBJECTID_USER_PICTURE: guidOf('PEER_COLLAB_OBJECTID_USER_PICTURE'),
  },
  hresults: sorted(
    [...headerHresults, ...documentedHresults].map((name) => [name, value(name)[1] >>> 0]),
  ),
  x64: layoutOf(x64),
  x86: layoutOf(x86),
};

/**
 * Without INITGUID the preprocessor makes DEFINE_GUID a declaration. With it the value can be read.
 */
function guidOf(name) {
  const text = run(compilers.x64, ['-E', '-P'], `#define INITGUID\n${prologue}`);
  const found = text.match(new RegExp(`\\b${name}\\s*=\\s*{([^}]*){([^}]*)}`));
  if (!found) throw new Error(`p2p.h has no ${name}`);
  const [first, second, third, ...bytes] = `${found[1]}${found[2]}`
    .match(/0x[0-9a-f]+/gi)
    .map(Number);
  const hex = (number, digits) => number.toString(16).padStart(digits, '0');
  const tail = bytes.map((byte) => hex(byte, 2)).join('');
  return `${hex(first, 8)}-${hex(second, 4)}-${hex(third, 4)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

const text = `${JSON.stringify(abi, null, 2)}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('p2p-abi.json differs from the header: run generate.mjs again');
    process.exit(1);
  }
  console.log('p2p-abi.json is up to date');
} else {
  writeFileSync(file, text);
  console.log(file);
}
