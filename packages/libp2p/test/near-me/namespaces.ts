import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Each command takes milliseconds. */
const COMMAND_LIMIT_MS = 10_000;

/** Why hosts cannot be made here, or `undefined`. */
export function whyNoNamespaces(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are of Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  for (const [command, ...args] of [
    ['unshare', '--net', 'true'],
    ['nsenter', '--version'],
    ['ip', '-Version'],
  ] as const) {
    const { status } = spawnSync(command, args, { stdio: 'ignore', timeout: COMMAND_LIMIT_MS });
    if (status !== 0) return `${command} ${args.join(' ')} fails here`;
  }
  return undefined;
}

/** A switch with hosts on its cables, each in a network namespace. All of it is gone with its processes. */
export class Network {
  readonly #switch: Namespace;
  readonly #namespaces: Namespace[] = [];
  #cables = 0;

  private constructor(namespace: Namespace) {
    this.#switch = namespace;
    this.#namespaces.push(namespace);
  }

  static async start(): Promise<Network> {
    const network = new Network(await Namespace.start());
    network.#switch.ip('link add br0 type bridge');
    network.#switch.ip('link set br0 up');
    return network;
  }

  /** Adds a host with one cable. */
  async host(address: string): Promise<Namespace> {
    const host = await Namespace.start();
    this.#namespaces.push(host);
    host.ip('link set lo up');
    this.plug(host, 'eth0', address);
    return host;
  }

  /** Puts one more cable into a host. */
  plug(host: Namespace, name: string, address: string): void {
    const port = `port${this.#cables++}`;
    this.#switch.ip(`link add ${port} type veth peer name ${name} netns ${host.pid}`);
    this.#switch.ip(`link set ${port} master br0 up`);
    // Without the probe for duplicates, which takes a second.
    const subnet = address.includes(':') ? '64 nodad' : '24';
    const [bits, ...flags] = subnet.split(' ');
    host.ip([`address add ${address}/${bits} dev ${name}`, ...flags].join(' '));
    host.ip(`link set ${name} up`);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#namespaces.map((namespace) => namespace.stop()));
  }
}

/** A network namespace, which a process that sleeps keeps alive. */
export class Namespace {
  readonly pid: number;
  readonly #keeper: ChildProcess;

  private constructor(keeper: ChildProcess, pid: number) {
    this.#keeper = keeper;
    this.pid = pid;
  }

  static async start(): Promise<Namespace> {
    const keeper = spawn('unshare', ['--net', 'sh', '-c', 'echo ready; exec sleep 1800'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // One that a failed test has left does not keep its parent alive, and ends by itself.
    keeper.unref();
    (keeper.stdout as { unref?(): void }).unref?.();
    await once(keeper.stdout, 'data');
    if (keeper.pid === undefined) throw new Error('The namespace has no process.');
    return new Namespace(keeper, keeper.pid);
  }

  /** Runs `ip` in the namespace. */
  ip(parameters: string): void {
    const [command, ...args] = this.command(['ip', ...parameters.split(' ')]);
    execFileSync(command, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: COMMAND_LIMIT_MS,
    });
  }

  /** What runs a command in the namespace. */
  command(command: readonly string[]): [string, ...string[]] {
    return ['nsenter', '--target', String(this.pid), '--net', ...command];
  }

  async stop(): Promise<void> {
    const exited = once(this.#keeper, 'exit');
    this.#keeper.kill('SIGKILL');
    await exited;
  }
}
