import { servePeer } from 'test-support/serve-peer';
import { libp2pAdapter } from '../src/index.ts';

servePeer(libp2pAdapter);
