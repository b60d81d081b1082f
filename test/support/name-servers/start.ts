import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import { readQuery, type SeenQuery } from '../dns/dns-server.ts';
import { idOf } from '../dns/dns-zone.ts';
import { nsRecords, refused, replyBytes, said, sayAsResolver, sayFromZones, type Zone } from './zone.ts';

/** How a name server treats every question. */
export type Manner =
  | 'sound'
  /** Holds none of the zones. */
  | 'refuses'
  | 'servfail'
  /** Sends whoever asks back to the root: it was never told that it serves the zone. */
  | 'refers-upward'
  /** A resolver: right answers without AA. */
  | 'recursive'
  | 'silent'
  /** Nothing listens on TCP. */
  | 'udp-only'
  /** TCP accepts and never answers; UDP replies are empty and truncated. */
  | 'truncates'
  /** FORMERR to queries with an OPT record. */
  | 'refuses-edns'
  /** Never a reply to queries with an OPT record. */
  | 'drops-edns'
  /** Anything else: reply bytes, or null for silence. */
  | ((query: SeenQuery) => Buffer | null);

export type NameServer = { readonly manner?: Manner; readonly zones?: readonly Zone[] };

export type NameServers = AsyncDisposable & {
  /** The one port all of them listen at. */
  readonly port: number;
  /** Every query that arrived, by address. */
  readonly queries: ReadonlyMap<string, SeenQuery[]>;
};

/** Real name servers, each on an address of its own, UDP and TCP at one port. */
export async function startNameServers(servers: Readonly<Record<string, NameServer>>): Promise<NameServers> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const opened: Listener[] = [];
    const queries = new Map<string, SeenQuery[]>();
    try {
      for (const [host, server] of Object.entries(servers)) {
        const seen: SeenQuery[] = [];
        queries.set(host, seen);
        opened.push(await openListener(host, opened[0]?.port ?? 0, server, seen));
      }
      return { port: opened[0]?.port ?? 0, queries, [Symbol.asyncDispose]: () => closeAll(opened) };
    } catch {
      // The port is taken on one of the addresses: all move to another.
      await closeAll(opened);
    }
  }
  throw new Error('no port is free on all addresses');
}

/** A resolver for `nameservers`, to be used beside them: it knows every zone as it is meant to be. */
export function resolverOf(zones: readonly Zone[]): Manner {
  return (query) => replyBytes(query, sayAsResolver(query, zones), true);
}

/** As `resolverOf`, but for `apex` and all below it: there it gives up. */
export function failingFor(apex: string, zones: readonly Zone[]): Manner {
  return (query) => {
    const name = query.name.toLowerCase();
    const fails = name === apex || name.endsWith(`.${apex}`);
    return replyBytes(query, fails ? { ...refused, rcode: 2 } : sayAsResolver(query, zones), true);
  };
}

type Listener = {
  readonly udp: UdpSocket;
  readonly tcp: Server;
  readonly port: number;
  readonly open: Set<Socket>;
};

async function openListener(
  host: string,
  port: number,
  server: NameServer,
  seen: SeenQuery[],
): Promise<Listener> {
  const { manner = 'sound' } = server;
  const tcp = createServer();
  const open = new Set<Socket>();
  tcp.listen(port, host);
  await once(tcp, 'listening');
  const address = tcp.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const udp = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  try {
    udp.bind(bound, host);
    await once(udp, 'listening');
  } catch (thrown) {
    udp.close();
    tcp.close();
    throw thrown;
  }
  if (manner === 'udp-only') tcp.close();
  udp.on('message', (bytes, from) => {
    const query = readQuery(bytes, false, from.port);
    seen.push(query);
    const reply = replyOf(query, server);
    if (reply !== null) udp.send(reply, from.port, from.address);
  });
  tcp.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (part) => {
      const query = readQuery(part.subarray(2), true, socket.remotePort ?? 0);
      seen.push(query);
      const reply = manner === 'truncates' ? null : replyOf(query, server);
      if (reply !== null) socket.write(Buffer.concat([idOf(reply.length), reply]));
    });
  });
  return { udp, tcp, port: bound, open };
}

async function closeAll(listeners: readonly Listener[]): Promise<void> {
  await Promise.all(
    listeners.map(async ({ udp, tcp, open }) => {
      for (const socket of open) socket.destroy();
      const closed = once(udp, 'close');
      udp.close();
      if (tcp.listening) tcp.close();
      await closed;
    }),
  );
}

function replyOf(query: SeenQuery, { manner = 'sound', zones = [] }: NameServer): Buffer | null {
  if (typeof manner === 'function') return manner(query);
  switch (manner) {
    case 'silent':
      return null;
    case 'refuses':
      return replyBytes(query, refused, false);
    case 'servfail':
      return replyBytes(query, { ...refused, rcode: 2 }, false);
    case 'refers-upward':
      return replyBytes(
        query,
        said({ authoritative: false, authorities: nsRecords('.', ['a.root-servers.net']) }),
        false,
      );
    case 'recursive':
      return replyBytes(query, sayAsResolver(query, zones), true);
    case 'refuses-edns':
      if (query.udpPayloadSize === null) break;
      return Buffer.concat([idOf(query.id), Buffer.from([0x80, 0x01, 0, 0, 0, 0, 0, 0, 0, 0])]);
    case 'drops-edns':
      if (query.udpPayloadSize === null || query.overTcp) break;
      return null;
    case 'truncates':
      return withTruncation(replyBytes(query, said({}), false));
    case 'sound':
    case 'udp-only':
      break;
  }
  return replyBytes(query, sayFromZones(query, zones), false);
}

function withTruncation(reply: Buffer): Buffer {
  reply.writeUInt16BE(reply.readUInt16BE(2) | 0x0200, 2);
  return reply;
}
