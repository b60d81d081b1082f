import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { decode } from 'dns-packet';
import { type Behaviour, idOf, type Records, replyTo, type SeenQuery } from './dns-zone.ts';

export type { Behaviour, Owned, Records, SeenQuery } from './dns-zone.ts';

export type DnsServerSettings = {
  readonly records?: Records;
  /** By name (lower case); `'*'` for every name that has none of its own. */
  readonly behaviours?: Record<string, Behaviour>;
  /** "127.0.0.1" unless said otherwise. */
  readonly host?: string;
};

export type TestDnsServer = AsyncDisposable & {
  /** `ip:port`, as `createDnsClient({ servers: [...] })` and DNS_SERVERS take it. */
  readonly address: string;
  readonly port: number;
  /** Read at every query: change them and the next answer changes. */
  readonly records: Records;
  readonly behaviours: Record<string, Behaviour>;
  /** Every query that arrived, oldest first. */
  readonly queries: SeenQuery[];
};

/**
 * A DNS server of the test's own on one port of UDP and TCP, answering as a recursive resolver would: aliases
 * followed, NXDOMAIN or NODATA with a SOA for what is not there, TC for what does not fit.
 *
 *     await using dns = await startDnsServer({
 *       records: { 'api.test': { A: ['127.0.0.1'], AAAA: ['::1'] }, 'www.test': { CNAME: 'api.test' } },
 *       behaviours: { 'broken.test': { servfail: { code: 22, text: 'all servers failed' } }, 'slow.test': 'silent' },
 *     });
 *     const client = createDnsClient({ servers: [dns.address] });
 */
export async function startDnsServer(settings: DnsServerSettings = {}): Promise<TestDnsServer> {
  const { records = {}, behaviours = {}, host = '127.0.0.1' } = settings;
  const queries: SeenQuery[] = [];
  const connections = new Set<Socket>();
  const answer = (bytes: Buffer, overTcp: boolean, fromPort: number): Buffer | null => {
    const query = readQuery(bytes, overTcp, fromPort);
    queries.push(query);
    return replyTo(query, records, behaviours[query.name.toLowerCase()] ?? behaviours['*']);
  };
  const { udp, tcp, port } = await listenOnBoth(host);
  udp.on('message', (bytes, from) => {
    const reply = answer(bytes, false, from.port);
    if (reply !== null) udp.send(reply, from.port, from.address);
  });
  tcp.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on('data', (part) => {
      received = Buffer.concat([received, part]);
      // Several may come in one piece, and one in several.
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0);
        const reply = answer(received.subarray(2, end), true, socket.remotePort ?? 0);
        received = received.subarray(end);
        if (reply !== null) socket.write(Buffer.concat([idOf(reply.length), reply]));
      }
    });
  });
  return {
    address: isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`,
    port,
    records,
    behaviours,
    queries,
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy();
      const closed = [once(udp, 'close'), once(tcp, 'close')];
      udp.close();
      tcp.close();
      await Promise.all(closed);
    },
  };
}

/** TCP picks the port; when UDP finds it taken, another one is tried. */
async function listenOnBoth(host: string): Promise<{ udp: UdpSocket; tcp: Server; port: number }> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const tcp = createServer().listen(0, host);
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    try {
      udp.bind(port, host);
      await once(udp, 'listening');
      return { udp, tcp, port };
    } catch {
      udp.close();
      tcp.close();
    }
  }
  throw new Error('no port is free for both UDP and TCP');
}

export function readQuery(bytes: Buffer, overTcp: boolean, fromPort: number): SeenQuery {
  const { id = 0, questions = [], additionals = [], ...flags } = decode(bytes);
  const opt = additionals.find((record) => record.type === 'OPT');
  return {
    name: questions[0]?.name ?? '.',
    type: questions[0]?.type ?? 'A',
    id,
    overTcp,
    checkingDisabled: flags.flag_cd,
    recursionDesired: flags.flag_rd,
    authenticData: flags.flag_ad,
    dnssecOk: opt?.type === 'OPT' && opt.flag_do,
    udpPayloadSize: opt?.type === 'OPT' ? opt.udpPayloadSize : null,
    fromPort,
  };
}
