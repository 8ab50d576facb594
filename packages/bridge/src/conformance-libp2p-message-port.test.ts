import { describeBridgeConformance } from '../test/describe-bridge-conformance.ts';

describeBridgeConformance('libp2p', 'messagePort');
