/** @jest-environment jsdom */
import * as core from '@beckon/core';
import * as rxjs from 'rxjs';
import { CountingAdapter } from '../../test/counting-adapter.ts';
import { cutAll, type PipePair, pipePair } from '../../test/pipe-pair.ts';
import { runReadmeExample } from '../../test/readme-example.ts';
import * as bridge from '../index.ts';
import type { MessagePipe } from '../index.ts';
import { decodeJson, encodeJson } from '../pipes/json-codec.ts';
import { serveBridge } from '../server.ts';

// What pipePair copies with, and jsdom lacks.
Object.assign(globalThis, { structuredClone: (data: unknown) => decodeJson(encodeJson(data)) });

/** The window of jsdom. */
const page = globalThis as unknown as bridge.PageLike & {
  readonly sessionStorage: { clear(): void };
};

const hash = `#${String(new URLSearchParams({ url: 'ws://127.0.0.1:1/beckon', token: 'right' }))}`;
let isUp: boolean;
let rightToken: string;
let pair: PipePair;

/** A pipe as `webSocketPipe` makes it, to a host that is there or not. */
function webSocketPipe(_: string, { token }: { readonly token: string }): MessagePipe {
  if (isUp && token === rightToken) {
    pair = pipePair();
    serveBridge(new CountingAdapter(), pair.host, { allow: ['identity'] });
    return pair.client;
  }
  return {
    open: ({ closed }) =>
      queueMicrotask(() => (isUp ? closed('the token is wrong', 'NOT_AUTHORIZED') : closed('no'))),
    send: () => undefined,
    close: () => undefined,
  };
}

/** What the page that was opened last shows. */
let body: { textContent: string };
/** The two seconds between two attempts of that page. */
let later$: rxjs.Subject<0>;

function openPage(): void {
  const ofThisPage$ = new rxjs.Subject<0>();
  const document = { body: { textContent: '' } };
  ({ body } = document);
  later$ = ofThisPage$;
  const modules = {
    '@beckon/bridge': { ...bridge, webSocketPipe },
    '@beckon/core': core,
    rxjs: {
      ...rxjs,
      repeat: () => rxjs.repeat({ delay: () => ofThisPage$ }),
      timer: () => ofThisPage$,
    },
  };
  runReadmeExample('hostOfPage', modules, { document });
}

/** Lets what is under way arrive. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

async function passTwoSeconds(): Promise<void> {
  later$.next(0);
  await settle();
}

const shown = (): string => body.textContent;

describe("the README's page", () => {
  beforeEach(() => {
    isUp = true;
    rightToken = 'right';
    page.sessionStorage.clear();
    page.history.replaceState(null, '', `/${hash}`);
  });

  afterEach(cutAll);

  it('says what to do without a token', () => {
    page.history.replaceState(null, '', '/');
    openPage();
    expect(shown()).toBe('Open this page with the address that the host prints.');
  });

  it('connects, and finds its token again after a reload', async () => {
    openPage();
    expect(shown()).toBe('Connecting with the host…');
    await settle();
    expect(shown()).toBe('Connected: bridge to counting.');
    expect(page.location.hash).toBe('');
    cutAll();
    openPage();
    await settle();
    expect(shown()).toBe('Connected: bridge to counting.');
  });

  it('says that the host is away, and connects when it is there', async () => {
    isUp = false;
    openPage();
    await settle();
    expect(shown()).toBe('The host is away. Waiting for it…');
    isUp = true;
    await passTwoSeconds();
    expect(shown()).toBe('Connected: bridge to counting.');
    isUp = false;
    pair.cut();
    await settle();
    expect(shown()).toBe('The host is away. Waiting for it…');
    await passTwoSeconds();
    isUp = true;
    await passTwoSeconds();
    expect(shown()).toBe('Connected: bridge to counting.');
  });

  it('says that it is refused, and tries no more', async () => {
    rightToken = 'that of a host that was started anew';
    openPage();
    await settle();
    expect(shown()).toMatch('The host does not let this page in.');
    rightToken = 'right';
    await passTwoSeconds();
    expect(shown()).toMatch('The host does not let this page in.');
  });
});
