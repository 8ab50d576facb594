// Prints the path of Chromium, for the cache key of the end-to-end tests.
import { findChromium } from './chromium.mjs';

console.log(findChromium() ?? 'none');
