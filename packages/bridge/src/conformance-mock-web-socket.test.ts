import { describeBridgeConformance } from '../test/describe-bridge-conformance.ts';

describeBridgeConformance('mock', 'webSocket');
