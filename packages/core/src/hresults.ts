/**
 * The results of the Windows functions as data, for adapters that call these functions.
 *
 * @packageDocumentation
 */
export {
  errorFromHresult,
  findHresult,
  type Hresult,
  HRESULTS,
  hresultValue,
  isFailedHresult,
} from './errors/hresults.ts';
