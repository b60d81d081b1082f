import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Below what kernels hand out by themselves: 32768 on Linux, 49152 elsewhere. */
const first = 20_000;
const end = Math.min(ephemeralFrom(), 32_768);

let next = first + Math.floor(Math.random() * (end - first));

/**
 * A TCP port of 127.0.0.1 that nothing listens on: to be refused at, or to start a server on. The kernel gives it to
 * nobody meanwhile: neither to a server that asks for any port nor to a connection, which could even meet itself there.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = next;
    next = next + 1 < end ? next + 1 : first;
    if (await isFree(port)) return port;
  }
  throw new Error(`no TCP port is free from ${first} to ${end}`);
}

async function isFree(port: number): Promise<boolean> {
  // Of all addresses: a bot may listen on any of them.
  const server = createServer().listen(port, '0.0.0.0');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

/** ip(7), ip_local_port_range. */
function ephemeralFrom(): number {
  try {
    const lowest = Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10);
    return lowest >= first + 2000 ? lowest : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
