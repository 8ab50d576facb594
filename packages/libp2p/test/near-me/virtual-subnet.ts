import type { Link } from '../../src/near-me/link.ts';
import type { OpenSubnet, SubnetListener } from '../../src/near-me/subnet.ts';

/** A network of hosts without latency, in one process. Each host has one link, `eth0`. */
export class VirtualSubnet {
  readonly #hosts = new Map<string, SubnetListener>();
  /** The packets that were sent, by their sender. */
  readonly sent: { readonly source: string; readonly bytes: Buffer }[] = [];

  /** @param address - An IPv4 address of 10.0.0.0/8. */
  join(address: string): OpenSubnet {
    return async (listener) => {
      const link = linkOf(address);
      this.#hosts.set(address, listener);
      return {
        links: [link],
        send: (_link, bytes) => this.send(address, bytes),
        close: async () => void this.#hosts.delete(address),
      };
    };
  }

  /** Sends to all hosts, also to the one that sends. */
  send(source: string, bytes: Buffer): void {
    this.sent.push({ source, bytes });
    for (const [address, listener] of [...this.#hosts]) {
      listener.onPacket(linkOf(address), source, Buffer.from(bytes));
    }
  }

  /** The host dies without a word. */
  kill(address: string): void {
    this.#hosts.delete(address);
  }

  /** The cable of a host is pulled. */
  pull(address: string): void {
    this.#hosts.get(address)?.onLinkGone('eth0');
  }
}

function linkOf(address: string): Link {
  return {
    name: 'eth0',
    family: 'IPv4',
    address,
    addresses: [address],
    isLoopback: false,
    contains: (other) => other.startsWith('10.'),
  };
}
