// Prints whether this system can build and run Windows programs, for the cache key of `npm test`.
import { missingTools } from './system.mjs';

console.log(missingTools().join(', ') || 'possible');
