/** @jest-environment jsdom */
import { hostOfPage, type PageLike } from './host-of-page.ts';

/** The window of jsdom. */
const page = globalThis as unknown as PageLike & {
  readonly location: { readonly href: string };
  readonly sessionStorage: { readonly length: number; clear(): void };
};

const url = 'ws://127.0.0.1:49152/beckon';
const open = (hash: string): void => page.history.replaceState(null, '', `/game?room=1${hash}`);
const hashOf = (access: Record<string, string>): string =>
  `#${String(new URLSearchParams(access))}`;

beforeEach(() => page.sessionStorage.clear());

describe('hostOfPage', () => {
  it('takes url and token out of the address, once, and finds them again after a reload', () => {
    open(hashOf({ url, token: 'secret' }));
    expect(hostOfPage()).toEqual({ url, token: 'secret' });
    expect(page.location.href).toBe('http://localhost/game?room=1');
    expect(hostOfPage()).toEqual({ url, token: 'secret' });
  });

  it('finds them again after a route has changed the hash', () => {
    open(hashOf({ url, token: 'secret' }));
    hostOfPage();
    open('#/board/7');
    expect(hostOfPage()).toEqual({ url, token: 'secret' });
    expect(page.location.hash).toBe('#/board/7');
  });

  it('takes the address of a host that was started anew', () => {
    open(hashOf({ url, token: 'old' }));
    hostOfPage();
    open(hashOf({ url: 'ws://[::1]:1234/beckon', token: 'new' }));
    expect(hostOfPage()).toEqual({ url: 'ws://[::1]:1234/beckon', token: 'new' });
  });

  it.each(['', '#/board/7', '#token=secret', hashOf({ url })])(
    'is undefined in a page that was opened with "%s"',
    (hash) => {
      open(hash);
      expect(hostOfPage()).toBeUndefined();
    },
  );

  it.each([
    'ws://evil.example/beckon',
    'ws://127.0.0.1.evil.example/beckon',
    'ws://127.0.0.1@evil.example/beckon',
    'wss://evil.example/127.0.0.1/',
  ])('takes no host from a link that is not on this machine: %s', (evil) => {
    open(hashOf({ url: evil, token: 'secret' }));
    expect(hostOfPage()).toBeUndefined();
    expect(page.sessionStorage).toHaveLength(0);
  });
});
