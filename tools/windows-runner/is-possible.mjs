// Prints whether Windows programs can be built and run here, for the cache key of `npm test`.
import { missingTools } from './system.mjs';

console.log(missingTools().join(', ') || 'possible');
