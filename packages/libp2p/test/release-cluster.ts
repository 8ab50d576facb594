import cluster from 'node:cluster';

// A dependency of libp2p listens to the cluster for as long as it is loaded. Jest loads it anew for each
// test file, and the listeners of one worker process would pile up, until Node warns.
const before = cluster.listeners('message');

afterAll(() => {
  for (const listener of cluster.listeners('message')) {
    if (!before.includes(listener)) cluster.off('message', listener as () => void);
  }
});
