import cluster from 'node:cluster';

// Each test file loads libp2p anew, in the same process, and its lock (mortice) listens to the cluster
// for as long as the process lives.
afterAll(() => void cluster.removeAllListeners('message'));
