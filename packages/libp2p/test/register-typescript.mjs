// Lets plain Node run the TypeScript sources, for programs that tests and benchmarks start:
//   node --conditions=@beckon/source --import ./test/register-typescript.mjs program.ts
import { register } from 'node:module';

register('./typescript-loader.mjs', import.meta.url);
