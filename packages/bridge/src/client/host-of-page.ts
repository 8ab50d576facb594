/** Where a host is, and what it wants to be shown. */
export interface HostAccess {
  /** `ws://127.0.0.1:49152/beckon` */
  readonly url: string;
  readonly token: string;
}

/** What {@link hostOfPage} uses of a page. */
export interface PageLike {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string };
  readonly history: { replaceState(data: unknown, unused: string, url: string): void };
  readonly sessionStorage: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
  };
}

const KEY = 'beckon.host';
/** A link that somebody sends must not connect the page with a host of theirs. */
const ON_THIS_MACHINE = /^ws:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\//;

/**
 * The host that opened this page by an address with `#url=…&token=…`. Takes both out of the address, which
 * may be copied, and keeps them for the tab: after a reload they are found again. `undefined` when the page
 * was opened without them, and when the host is not on this machine.
 *
 * @param page - Default: the window.
 */
export function hostOfPage(page = globalThis as unknown as PageLike): HostAccess | undefined {
  const { location, history, sessionStorage } = page;
  const told = location.hash.slice(1);
  if (accessIn(told) !== undefined) {
    sessionStorage.setItem(KEY, told);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return accessIn(sessionStorage.getItem(KEY) ?? '');
}

function accessIn(text: string): HostAccess | undefined {
  const words = new URLSearchParams(text);
  const url = words.get('url');
  const token = words.get('token');
  return url !== null && token !== null && ON_THIS_MACHINE.test(url) ? { url, token } : undefined;
}
