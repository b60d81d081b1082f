import { connect, type Socket } from 'node:net';
import { alertRecord } from './flight.ts';
import { type Ending, end } from './flight-server.ts';
import { type FarmServer, type Place, startListener } from './listener.ts';

/**
 * Lets the first `bytes` of each answer of `backend` through, then ends: a flight cut anywhere. The caller disposes of both.
 *
 *     await using whole = await startTlsServer({ chain, key });
 *     await using server = await cutFlight(whole, { bytes: 600, ending: 'close' });
 */
export function cutFlight(
  backend: FarmServer,
  { bytes, ending = 'close', ...place }: Place & { readonly bytes: number; readonly ending?: Ending },
): Promise<FarmServer> {
  return startListener((socket) => {
    const upstream = connectTo(backend, socket);
    socket.pipe(upstream);
    let left = bytes;
    upstream.on('data', (chunk) => {
      if (left === 0) return;
      const part = chunk.subarray(0, left);
      left -= part.length;
      socket.write(part, () => {
        if (left === 0) end(socket, ending);
      });
    });
  }, place);
}

/** Changes one bit of each answer of `backend`: the lowest of the byte at `at`. The caller disposes of both. */
export function flipsBit(
  backend: FarmServer,
  { at, ...place }: Place & { readonly at: number },
): Promise<FarmServer> {
  return startListener((socket) => {
    const upstream = connectTo(backend, socket);
    socket.pipe(upstream);
    let passed = 0;
    upstream.on('data', (chunk: Buffer) => {
      if (passed <= at && at < passed + chunk.length) chunk[at - passed] = (chunk[at - passed] ?? 0) ^ 1;
      passed += chunk.length;
      socket.write(chunk);
    });
    upstream.on('end', () => socket.end());
  }, place);
}

/** Passes connections for `names` on to `backend`; for every other SNI, and none, the alert unrecognized_name (112). */
export function rejectsOtherNames(
  backend: FarmServer,
  { names, ...place }: Place & { readonly names: readonly string[] },
): Promise<FarmServer> {
  return startListener((socket) => {
    socket.once('data', (hello) => {
      // A name stands in the clear in the hello, and these are far too long to turn up by chance.
      if (!names.some((name) => hello.includes(name))) {
        socket.resume().end(alertRecord(112));
        return;
      }
      const upstream = connectTo(backend, socket);
      upstream.write(hello);
      socket.pipe(upstream).pipe(socket);
    });
  }, place);
}

/** Lets the handshake of TLS 1.3 finish for the client, then passes nothing on: no ticket, no data, no close. */
export function silentAfterHandshake(backend: FarmServer, place?: Place): Promise<FarmServer> {
  return startListener((socket) => {
    const upstream = connectTo(backend, socket);
    let finished = false;
    socket.on('data', (chunk) => {
      // After its hello a client first sends ChangeCipherSpec (20), with its Finished (RFC 8446 §D.4).
      finished ||= chunk[0] === 20;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (!finished) socket.write(chunk);
    });
  }, place);
}

/** Passes everything on, and shows the content type and body length of each TLS record the client sent. */
export async function watchesClient(
  backend: FarmServer,
  place?: Place,
): Promise<FarmServer & { records(): readonly { readonly contentType: number; readonly length: number }[] }> {
  const sent: Buffer[] = [];
  const server = await startListener((socket) => {
    const upstream = connectTo(backend, socket);
    socket.on('data', (chunk) => sent.push(chunk));
    socket.pipe(upstream).pipe(socket);
  }, place);
  return { ...server, records: () => recordsOf(Buffer.concat(sent)) };
}

function recordsOf(bytes: Buffer): { contentType: number; length: number }[] {
  const found = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 3);
    found.push({ contentType: bytes[at] ?? 0, length });
    at += 5 + length;
  }
  return found;
}

function connectTo(backend: FarmServer, socket: Socket): Socket {
  const upstream = connect({ host: backend.address, port: backend.port, noDelay: true });
  upstream.on('error', () => undefined);
  socket.on('close', () => upstream.destroy());
  return upstream;
}
