import type { Duplex } from 'node:stream';

/** Writes `next` again and again, as fast as it is read, until the other side has gone or `most` bytes were sent. */
export function pour(
  socket: Duplex,
  next: (turn: number) => Uint8Array,
  most = Number.POSITIVE_INFINITY,
): void {
  let sent = 0;
  let turn = 0;
  const go = () => {
    while (socket.writable && sent < most) {
      const bytes = next(turn);
      turn += 1;
      sent += bytes.length;
      if (!socket.write(bytes)) return;
    }
    if (sent >= most) socket.end();
  };
  socket.on('drain', go);
  socket.on('error', () => undefined);
  go();
}

/** One byte of `bytes` after the other, then `rest` byte by byte. */
export function drip(socket: Duplex, bytes: Uint8Array, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(Buffer.from([bytes[at] ?? 0]));
    at += 1;
  }, everyMs);
  socket.once('close', () => clearInterval(timer));
  socket.on('error', () => undefined);
}
