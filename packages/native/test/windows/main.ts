import { describeConformance } from '@beckon/conformance/node-test';
import { describeFaults } from './faults.ts';
import { describeFunctionTables } from './function-tables.ts';
import { describeProcesses } from './processes.ts';
import { referenceDll, referencePath } from './reference.ts';
import { referenceHarness } from './reference-harness.ts';
import { describeSignals } from './signals.ts';

const dll = referenceDll();
describeConformance('native', referenceHarness(dll, referencePath()));
describeFunctionTables(dll);
describeSignals(dll);
describeFaults(dll);
describeProcesses();
