// Opens the built page, clicks, and waits for the answer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { JSDOM } from 'jsdom';

const script = readFileSync('dist/page.js', 'utf8');
const { window } = new JSDOM('<div id="root"></div>', { runScripts: 'outside-only' });
window.eval(script);
const button = await until(() => window.document.querySelector('button'));
assert.equal(button.textContent, 'Bob: invite');
button.click();
await until(() => button.textContent === 'Bob: accepted');
console.log(button.textContent);
window.close();

async function until(condition) {
  for (let tries = 0; tries < 500; tries++) {
    const result = condition();
    if (result) return result;
    await setTimeout(10);
  }
  throw new Error(`waited in vain: ${condition}`);
}
