// Builds the site into dist/site. Nothing is fetched, neither now nor by the pages.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vitepress';
import { writeApi } from './assemble/api.mjs';
import { assemble, assembled } from './assemble/assemble.mjs';

rmSync(path.join(import.meta.dirname, 'dist'), { recursive: true, force: true });
await writeApi(path.join(assembled, 'api'));
assemble();
await build(path.join(import.meta.dirname, 'site'));
console.log('The site is in apps/docs/dist/site. Open it with: npm run docs:preview');
