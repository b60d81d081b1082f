import type { Socket } from 'node:net';
import { type Step, startSctHandshake } from './sct-handshake.ts';
import { serverNameToSend } from './server-name.ts';

export type SctQuestion = {
  readonly serverName: string | null;
  readonly alpn: readonly string[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

export type SctAnswer =
  | {
      readonly answered: true;
      /** DER of the server's own certificate; null when it sent none. */
      readonly certificate: Uint8Array | null;
      /** SignedCertificateTimestampList; null when none came. */
      readonly scts: Uint8Array | null;
    }
  | { readonly answered: false; readonly reason: string };

const mostBytes = 256 * 1024;
/** Whoever sends a flight in more pieces plays for time. */
const mostPieces = 200;
/** Each piece makes everything before it be read once more: a flight of 100 KiB in packets of an Ethernet stays below. */
const mostBytesRead = 4 * 1024 * 1024;

/** Asks a connected server for SCTs in the TLS extension (RFC 6962 §3.3.1), then hangs up. Closes the socket. */
export async function askForScts(socket: Socket, question: SctQuestion): Promise<SctAnswer> {
  const { serverName, alpn, timeoutMs, signal } = question;
  const handshake = startSctHandshake({ serverName: serverNameToSend(serverName), alpn });
  const { promise, resolve } = Promise.withResolvers<SctAnswer>();
  const failed = (reason: string): void => resolve({ answered: false, reason });
  let inbound = Buffer.alloc(0);
  let pieces = 0;
  let bytesRead = 0;

  function take(chunk: Buffer): void {
    inbound = Buffer.concat([inbound, chunk]);
    pieces += 1;
    bytesRead += inbound.length;
    if (inbound.length > mostBytes || pieces > mostPieces || bytesRead > mostBytesRead)
      failed('it sends more than a handshake');
    else follow(handshake.step(inbound));
  }
  function follow(next: Step): void {
    switch (next.do) {
      case 'wait':
        break;
      case 'send':
        socket.write(next.bytes);
        break;
      case 'give-up':
        failed(next.reason);
        break;
      case 'finish': {
        const { certificates, scts } = next.flight;
        resolve({ answered: true, certificate: certificates?.[0] ?? null, scts });
      }
    }
  }

  if (signal.aborted) failed('there was no time left');
  const timer = setTimeout(() => failed('it did not answer in time'), timeoutMs);
  const abort = (): void => failed('there was no time left');
  signal.addEventListener('abort', abort, { once: true });
  socket.on('data', take);
  socket.once('error', (error) => failed(error.message));
  socket.once('close', () => failed('it closed the connection'));
  socket.resume();
  socket.write(handshake.first);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    socket.destroy();
  });
}
