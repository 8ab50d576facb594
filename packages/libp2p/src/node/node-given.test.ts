import { invite } from '@beckon/core';
import type { Libp2p } from '@libp2p/interface';
import { lastValueFrom } from 'rxjs';
import { startTestNode } from '../../test/test-node.ts';
import {
  acceptAll,
  applicationId,
  closeAdapter,
  closeAll,
  endpointOf,
  openAdapter,
} from '../../test/two-adapters.ts';
import { libp2pAdapter } from '../index.ts';
import { INVITATION_PROTOCOL } from '../transport/protocol.ts';

let node: Libp2p;

beforeEach(async () => {
  node = await startTestNode();
});
afterEach(async () => {
  await closeAll();
  await node.stop();
});

describe('over a given node', () => {
  it('invitations arrive, and closing leaves the node as it was', async () => {
    const bob = await openAdapter({ libp2p: node });
    const alice = await openAdapter();
    acceptAll(bob);
    const status = lastValueFrom(
      invite(alice, { to: { endpoint: await endpointOf(bob) }, applicationId }),
    );
    expect(await status).toMatchObject({ state: 'accepted' });
    expect(node.getProtocols()).toContain(INVITATION_PROTOCOL);
    await closeAdapter(bob);
    expect(node.status).toBe('started');
    expect(node.getProtocols()).not.toContain(INVITATION_PROTOCOL);
    expect(node.getConnections()).toHaveLength(1);
  });

  it('options for an own node are refused', () => {
    expect(() => libp2pAdapter({ libp2p: node, listen: [] })).toThrow(TypeError);
  });
});
