// In a thread, Node 20 leaves `--import tsx` without effect.
import { register } from 'tsx/esm/api';

register();
await import('./host-program.ts');
