import type { Socket } from 'node:net';
import { alertRecord, type Flight, flightBytes } from './flight.ts';
import { afterFirstBytes, type FarmServer, startListener } from './listener.ts';

/** What a ClientHello held, as far as a server of these tests has to know. */
export type SeenHello = {
  readonly version: number;
  readonly suites: readonly number[];
  readonly compression: readonly number[];
  readonly bytes: Buffer;
};

export type PaperServer = {
  /** By version: the suites it would take, its favourite first. */
  readonly suites: Readonly<Record<number, readonly number[]>>;
  /** More of the flight, for the suite it chose. */
  readonly flight?: (hello: SeenHello, cipherSuite: number) => Flight;
  /** Before anything else; true when it has dealt with the connection. */
  readonly first?: (socket: Socket, bytes: Buffer) => boolean;
  /** How it refuses; handshake_failure unless given. */
  readonly refuse?: (socket: Socket) => void;
};

/** A server without any cryptography, which answers hellos by a table: for what no library of today speaks. */
export function startPaperServer(paper: PaperServer): Promise<FarmServer> {
  const { suites, flight = () => ({}), first = () => false } = paper;
  const refuse = paper.refuse ?? ((socket: Socket) => socket.end(alertRecord(40)));
  return startListener((socket) =>
    afterFirstBytes(socket, (bytes) => {
      socket.resume();
      if (first(socket, bytes)) return;
      // Not a handshake record: an SSLv2 hello, say.
      if (bytes[0] !== 22) return void socket.destroy();
      const hello = readHello(bytes);
      const choice = suites[hello.version]?.find((code) => hello.suites.includes(code));
      if (choice === undefined) refuse(socket);
      else {
        const { version } = hello;
        socket.write(flightBytes({ version, cipherSuite: choice, done: true, ...flight(hello, choice) }));
      }
    }),
  );
}

/** Record header, message header, client_version, random, session ID, suites, compression. */
function readHello(bytes: Buffer): SeenHello {
  const version = bytes.readUInt16BE(9);
  let at = 11 + 32;
  at += 1 + bytes.readUInt8(at);
  const suitesLength = bytes.readUInt16BE(at);
  const suites = Array.from({ length: suitesLength / 2 }, (_, index) =>
    bytes.readUInt16BE(at + 2 + index * 2),
  );
  at += 2 + suitesLength;
  const compression = [...bytes.subarray(at + 1, at + 1 + bytes.readUInt8(at))];
  return { version, suites, compression, bytes };
}

/** SERVER-HELLO of SSLv2 with these cipher kinds of three bytes each. */
export function ssl2ServerHello(certificate: Uint8Array, kinds: readonly number[]): Buffer {
  const ciphers = Buffer.concat(
    kinds.map((kind) => Buffer.from([kind >> 16, (kind >> 8) & 0xff, kind & 0xff])),
  );
  const lengths = Buffer.alloc(6);
  lengths.writeUInt16BE(certificate.length, 0);
  lengths.writeUInt16BE(ciphers.length, 2);
  lengths.writeUInt16BE(16, 4);
  const body = Buffer.concat([
    Buffer.from([4, 0, 1, 0, 2]),
    lengths,
    certificate,
    ciphers,
    Buffer.alloc(16, 9),
  ]);
  return Buffer.concat([Buffer.from([0x80 | (body.length >> 8), body.length & 0xff]), body]);
}
