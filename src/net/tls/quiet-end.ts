import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

export type Lingering = { readonly lingerMs: number; readonly signal: AbortSignal };

/**
 * close_notify, FIN, and at most `lingerMs` for the peer to do the same. Destroying at once would throw away the
 * client's Finished, and the server would log a failed handshake for every look at it.
 */
export function endQuietly(secure: TLSSocket, socket: Socket, lingering: Lingering): void {
  if (secure.destroyed) {
    socket.destroy();
    return;
  }
  awaitTheirEnd(socket, lingering, () => void secure.destroy());
  // Unread data would hold back the peer's FIN.
  if (!secure.destroyed) secure.resume().end();
}

/** After our own end: at most `lingerMs` for the peer to close its side, or until `signal`. `onClose` comes once or twice. */
export function awaitTheirEnd(
  socket: Socket,
  { lingerMs, signal }: Lingering,
  onClose: () => void = () => undefined,
): void {
  const destroy = () => {
    onClose();
    socket.destroy();
  };
  if (signal.aborted || socket.destroyed) {
    destroy();
    return;
  }
  const timer = setTimeout(destroy, lingerMs);
  signal.addEventListener('abort', destroy, { once: true });
  socket.once('close', () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', destroy);
    onClose();
  });
}
