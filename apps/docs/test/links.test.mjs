import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { COLLABORATION_ERROR_CODES } from '@beckon/core';
import { root } from '../../../tools/lib/root.mjs';
import { pages, site } from './built-site.mjs';

const REPOSITORY = /^https:\/\/github\.com\/beckon-js\/beckon\/(?:blob|tree)\/main\/([^#]+)/;

const htmlOf = (page) => readFileSync(path.join(site, page), 'utf8');
const texts = new Map(pages.map((page) => [page, htmlOf(page)]));
const anchors = new Map(
  [...texts].map(([page, html]) => [
    page,
    new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => unescaped(id))),
  ]),
);

function unescaped(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
}

/** Says what is wrong with a link of a page, if anything is. */
function faultOf(page, link) {
  const [, file] = REPOSITORY.exec(link) ?? [];
  if (file !== undefined) {
    return existsSync(path.join(root, decodeURI(file))) ? undefined : 'is not in the repository';
  }
  if (/^[a-z]+:/i.test(link)) return undefined;
  const { pathname, hash } = new URL(link, `http://site${page}`);
  const target = decodeURIComponent(pathname).replace(/\/$/, '/index.html');
  if (!existsSync(path.join(site, target))) return 'leads to no page';
  const anchor = decodeURIComponent(hash.slice(1));
  const isThere = anchor === '' || (anchors.get(target)?.has(anchor) ?? true);
  return isThere ? undefined : 'names no heading of its page';
}

describe('the built site', () => {
  it('has links that lead somewhere, with their anchors', () => {
    const faults = [...texts].flatMap(([page, html]) =>
      [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].flatMap(([, link]) => {
        const fault = faultOf(page, unescaped(link));
        return fault === undefined ? [] : [`${page}: ${link} ${fault}`];
      }),
    );
    assert.deepEqual([...new Set(faults)], []);
  });

  it('loads nothing from elsewhere', () => {
    const loads =
      /<(?:script|img|link|iframe|source)[^>]*\s(?:src|href)="((?:https?:)?\/\/[^"]+)"/g;
    const foreign = [...texts].flatMap(([page, html]) =>
      [...html.matchAll(loads)].map(([, address]) => `${page}: ${address}`),
    );
    assert.deepEqual(foreign, []);
  });

  it('has a heading and words on every page', () => {
    const empty = pages.filter((page) => !/<h1[\s>][^]*?<\/h1>/.test(texts.get(page) ?? ''));
    assert.deepEqual(empty, []);
  });

  it('answers for every code of an error', () => {
    const answered = anchors.get('/guides/troubleshooting.html');
    const missing = COLLABORATION_ERROR_CODES.filter((code) => !answered?.has(code.toLowerCase()));
    assert.deepEqual(missing, []);
  });
});
