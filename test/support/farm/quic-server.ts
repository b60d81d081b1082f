import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Place } from './listener.ts';

/** A datagram that came, and the means to send some back. */
export type QuicAnswer = (datagram: Buffer, answer: (bytes: Uint8Array) => void) => void;

export type QuicServer = AsyncDisposable & {
  readonly address: string;
  readonly port: number;
  /** Datagrams received so far. */
  received(): readonly Buffer[];
};

/** A stand-in for the first step of QUIC over UDP. */
export async function startQuicServer(answer: QuicAnswer, place: Place = {}): Promise<QuicServer> {
  const host = place.host ?? '127.0.0.1';
  const socket: Socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const received: Buffer[] = [];
  socket.on('message', (datagram: Buffer, from: RemoteInfo) => {
    received.push(datagram);
    answer(datagram, (bytes) => socket.send(bytes, from.port, from.address));
  });
  const bound = Promise.withResolvers<void>();
  socket.once('error', bound.reject);
  socket.bind(place.port ?? 0, host, () => bound.resolve());
  await bound.promise;
  return {
    address: host,
    port: socket.address().port,
    received: () => received,
    async [Symbol.asyncDispose]() {
      const closed = Promise.withResolvers<void>();
      socket.close(() => closed.resolve());
      await closed.promise;
    },
  };
}

/** Answers as RFC 9000 §6.1 wants: only datagrams of 1,200 bytes, by the ids that came, with these versions. */
export function negotiates(...versions: readonly number[]): QuicAnswer {
  return (datagram, answer) => {
    if (datagram.length < 1200 || ((datagram[0] ?? 0) & 0xc0) !== 0xc0) return;
    if (versions.includes(datagram.readUInt32BE(1))) return;
    const destinationEnd = 6 + (datagram[5] ?? 0);
    const destination = datagram.subarray(5, destinationEnd);
    const source = datagram.subarray(destinationEnd, destinationEnd + 1 + (datagram[destinationEnd] ?? 0));
    answer(negotiation(source, destination, versions));
  };
}

/** A Version Negotiation packet (RFC 9000 §17.2.1); ids with their length before them. */
export function negotiation(
  destination: Uint8Array,
  source: Uint8Array,
  versions: readonly number[],
): Buffer {
  const list = Buffer.alloc(versions.length * 4);
  for (const [index, version] of versions.entries()) list.writeUInt32BE(version, index * 4);
  return Buffer.concat([Buffer.from([0xca, 0, 0, 0, 0]), destination, source, list]);
}
