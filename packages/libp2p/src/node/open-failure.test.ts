import { closeAll, endpointOf, openAdapter } from '../../test/two-adapters.ts';
import { libp2pAdapter } from '../index.ts';

afterEach(closeAll);

describe('open()', () => {
  it('at a port in use names the address and the reason, and can be tried again', async () => {
    const bob = await openAdapter();
    const { address } = await endpointOf(bob);
    const listen = [address.replace(/\/p2p\/.*/, '')];
    const late = libp2pAdapter({ listen });
    await expect(late.open()).rejects.toMatchObject({
      name: 'CollaborationError',
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringMatching(`^open: .*${listen[0]}: .*EADDRINUSE`) as string,
      cause: expect.any(Error) as Error,
    });
    await expect(late.close()).rejects.toMatchObject({ code: 'NOT_INITIALIZED' });
    await closeAll();
    await late.open();
    await late.close();
  });

  it('where the node has no transport to listen with says so', async () => {
    const blocked = libp2pAdapter({ listen: ['/ip4/127.0.0.1/udp/1/quic-v1'] });
    await expect(blocked.open()).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('/ip4/127.0.0.1/udp/1/quic-v1') as string,
    });
  });
});
