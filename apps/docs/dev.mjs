// Serves the site while one writes. A document that changes is read anew.
import { watch } from 'node:fs';
import path from 'node:path';
import { createServer } from 'vitepress';
import { root } from '../../tools/lib/root.mjs';
import { writeApi } from './assemble/api.mjs';
import { assemble, assembled } from './assemble/assemble.mjs';
import { ownPages } from './assemble/pages.mjs';

await writeApi(path.join(assembled, 'api'));
assemble();
for (const folder of [path.join(root, 'docs'), path.join(root, 'packages'), ownPages]) {
  watch(folder, { recursive: true }, (_, name) => {
    if (/\.(?:md|svg|png)$/.test(name ?? '') && !name.includes('node_modules')) assemble();
  });
}
const server = await createServer(path.join(import.meta.dirname, 'site'));
await server.listen();
server.printUrls();
