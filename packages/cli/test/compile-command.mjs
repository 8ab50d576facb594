import path from 'node:path';
import { compileProgram } from '../../../tools/lib/compile-program.mjs';

export default () =>
  compileProgram({
    folder: path.join(import.meta.dirname, '..'),
    entry: 'src/beckon.ts',
    tsconfig: 'tsconfig.lib.json',
  });
