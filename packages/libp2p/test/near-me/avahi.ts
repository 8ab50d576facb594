import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Namespace, whyNoNamespaces } from './namespaces.ts';

/** Why Avahi cannot be run here, or `undefined`. */
export function whyNoAvahi(): string | undefined {
  const reason = whyNoNamespaces();
  if (reason !== undefined) return reason;
  for (const program of ['avahi-daemon', 'avahi-browse', 'avahi-publish', 'dbus-daemon']) {
    const { status } = spawnSync('which', [program], { stdio: 'ignore' });
    if (status !== 0) return `${program} is not installed`;
  }
  const mount = ['--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /run'];
  const { status } = spawnSync('unshare', mount, { stdio: 'ignore', timeout: 10_000 });
  return status === 0 ? undefined : 'folders of its own cannot be mounted here';
}

/** What Avahi needs of a system, in folders of its own. */
const START = `
mount -t tmpfs tmpfs /run && mkdir -p /run/dbus /run/avahi-daemon
printf '[server]\\nhost-name=foreign\\nallow-interfaces=eth0\\nuse-ipv6=no\\n' > /run/avahi.conf
dbus-daemon --system --nofork --nopidfile &
until [ -S /run/dbus/system_bus_socket ]; do sleep 0.05; done
exec avahi-daemon --no-chroot --no-drop-root --no-rlimits -f /run/avahi.conf
`;

/** A host that has Avahi, and nothing of beckon. */
export class AvahiHost {
  readonly #daemon: ChildProcess;
  readonly #programs: ChildProcess[] = [];

  private constructor(daemon: ChildProcess) {
    this.#daemon = daemon;
  }

  static async start(host: Namespace): Promise<AvahiHost> {
    const [command, ...args] = host.command(['unshare', '--mount', 'sh', '-c', START]);
    const daemon = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    daemon.unref();
    const avahi = new AvahiHost(daemon);
    try {
      for await (const line of createInterface(daemon.stderr)) {
        if (line.includes('startup complete')) return avahi;
      }
      throw new Error('Avahi has ended before it was ready.');
    } catch (error) {
      await avahi.stop();
      throw error;
    }
  }

  /** Resolves with what has been found of a kind of service, resolved, as lines of `avahi-browse --parsable`. */
  async browse(service: string): Promise<readonly string[]> {
    const program = this.#run(['avahi-browse', '--parsable', '--resolve', '--terminate', service]);
    const lines: string[] = [];
    for await (const line of createInterface(program.stdout!)) {
      if (line.startsWith('=')) lines.push(line);
    }
    return lines;
  }

  /** Offers a service until the host is stopped. Resolves when it is offered. */
  async publish(name: string, service: string, port: number, ...strings: string[]): Promise<void> {
    const program = this.#run(['avahi-publish', '-s', name, service, String(port), ...strings]);
    for await (const line of createInterface(program.stderr!)) {
      if (line.startsWith('Established')) return;
    }
    throw new Error(`Avahi does not offer ${name}.`);
  }

  /** Ends every process of the host. */
  async stop(): Promise<void> {
    for (const program of this.#programs.splice(0)) program.kill('SIGKILL');
    const { pid } = this.#daemon;
    if (pid === undefined || this.#daemon.exitCode !== null) return;
    const exited = once(this.#daemon, 'exit');
    // The bus is in the same group.
    process.kill(-pid, 'SIGKILL');
    await exited;
  }

  #run(command: readonly string[]): ChildProcess {
    const enter = ['--target', String(this.#daemon.pid), '--net', '--mount'];
    const program = spawn('nsenter', [...enter, ...command], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#programs.push(program);
    return program;
  }
}
