import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/**
 * close_notify, FIN, and at most `lingerMs` for the peer to do the same. Destroying at once would throw away the
 * client's Finished, and the server would log a failed handshake for every look at it.
 */
export function endQuietly(
  secure: TLSSocket,
  socket: Socket,
  { lingerMs, signal }: { readonly lingerMs: number; readonly signal: AbortSignal },
): void {
  const destroy = () => {
    secure.destroy();
    socket.destroy();
  };
  if (signal.aborted || secure.destroyed) {
    destroy();
    return;
  }
  const timer = setTimeout(destroy, lingerMs);
  signal.addEventListener('abort', destroy, { once: true });
  socket.once('close', () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', destroy);
    secure.destroy();
  });
  // Unread data would hold back the peer's FIN.
  secure.resume().end();
}
