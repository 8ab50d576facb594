// Lets plain Node run the TypeScript sources, for programs that tests and benchmarks start:
//   node --conditions=@beckon/source --import ../../tools/run-typescript/register.mjs program.ts
import { register } from 'node:module';

register('./loader.mjs', import.meta.url);
