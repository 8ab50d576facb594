import type { LinkStore } from '@beckon/links';

const KEY = 'beckon links';

/** The links of this person, in this browser. All tabs share them. */
export const pageLinkStore: LinkStore = {
  async get() {
    const text = localStorage.getItem(KEY);
    return text === null ? undefined : new TextEncoder().encode(text);
  },
  async put(_key, document) {
    localStorage.setItem(KEY, new TextDecoder().decode(document));
  },
  async exclusively(task) {
    await navigator.locks.request(KEY, task);
  },
};
