// Prints where the browsers are, for the cache key of the end-to-end tests.
import { findChromium, findFirefox, findWebKit } from './browsers.mjs';

console.log(
  JSON.stringify([findChromium() ?? 'none', findFirefox() ?? 'none', findWebKit() ?? 'none']),
);
