import { Duplex } from 'node:stream';

/** More than OpenSSL takes in one handshake: its Certificate message ends at 100 KiB. */
const mostBytes = 512 * 1024;

export type Tap = {
  /** The socket's two directions, for TLS to run over; destroying it destroys the socket. */
  readonly stream: Duplex;
  /** What the peer sent so far, up to 512 KiB. */
  inbound(): Buffer;
  /** How the peer ended the connection: RST, FIN, or null while it has not. */
  ended(): 'reset' | 'closed' | null;
  /** Forgets what was seen and keeps nothing more. */
  stop(): void;
};

/** Node reads TLS straight from the file descriptor; with a stream in between, the bytes can be seen (and kept). */
export function tapSocket(socket: Duplex): Tap {
  let chunks: Buffer[] = [];
  let room = mostBytes;
  let ended: 'reset' | 'closed' | null = null;
  const stream = new Duplex({
    read: () => void socket.resume(),
    write: (chunk, _encoding, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  function fail(error: Error): void {
    ended ??= isReset(error) ? 'reset' : null;
    stream.destroy(error);
  }
  function finish(): void {
    ended ??= 'closed';
    stream.push(null);
  }
  socket.on('data', (chunk) => {
    if (room > 0) chunks.push(chunk.subarray(0, room));
    room -= Math.min(room, chunk.length);
    if (!stream.push(chunk)) socket.pause();
  });
  socket.on('end', finish);
  socket.on('error', fail);
  socket.on('close', () => stream.destroy());
  // What happened between connecting and now will not happen again.
  if (socket.errored) fail(socket.errored);
  else if (socket.readableEnded) finish();
  else if (socket.destroyed) stream.destroy();
  return {
    stream,
    inbound: () => Buffer.concat(chunks),
    ended: () => ended,
    stop() {
      chunks = [];
      room = 0;
    },
  };
}

export function isReset(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
