import path from 'node:path';
import { compileProgram } from '../../../tools/lib/compile-program.mjs';

export default () =>
  compileProgram({
    folder: path.join(import.meta.dirname, '..'),
    entry: 'test/mail-program.ts',
    tsconfig: 'tsconfig.spec.json',
  });
