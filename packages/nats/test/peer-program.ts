import { servePeer } from 'test-support/serve-peer';
import { natsAdapter } from '../src/index.ts';

servePeer(natsAdapter);
