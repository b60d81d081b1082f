import { afterFirstBytes, type FarmServer, type Place, startListener } from './listener.ts';

/** Accepts, reads, and never answers. */
export function acceptAndStaySilent(place?: Place): Promise<FarmServer> {
  return startListener((socket) => socket.resume(), place);
}

/** RST as soon as the connection is accepted. */
export function resetOnAccept(place?: Place): Promise<FarmServer> {
  return startListener((socket) => socket.resetAndDestroy(), place);
}

/** FIN as soon as the connection is accepted. */
export function closeOnAccept(place?: Place): Promise<FarmServer> {
  return startListener((socket) => socket.resume().end(), place);
}

/** RST once the ClientHello (or any other first bytes) arrived. */
export function resetAfterHello(place?: Place): Promise<FarmServer> {
  return startListener((socket) => afterFirstBytes(socket, () => socket.resetAndDestroy()), place);
}

/** FIN once the ClientHello arrived. */
export function closeAfterHello(place?: Place): Promise<FarmServer> {
  return startListener((socket) => afterFirstBytes(socket, () => socket.end()), place);
}

/** Answers the ClientHello with `bytes` (default: no protocol at all), then stays open unless `ending` is `close`. */
export function garbageAfterHello(
  bytes: Uint8Array = Buffer.from('deadbeef00ff00ff'.repeat(8), 'hex'),
  { ending = 'stall', ...place }: Place & { readonly ending?: 'stall' | 'close' } = {},
): Promise<FarmServer> {
  return startListener(
    (socket) =>
      afterFirstBytes(socket, () => {
        socket.resume().write(bytes);
        if (ending === 'close') socket.end();
      }),
    place,
  );
}

/** A fatal TLS alert in answer to the ClientHello (RFC 8446 §6), for example 112 = unrecognized_name. */
export function sendsAlert(
  number: number,
  { level = 'fatal', ...place }: Place & { readonly level?: 'fatal' | 'warning' } = {},
): Promise<FarmServer> {
  const record = Buffer.from([21, 3, 3, 0, 2, level === 'fatal' ? 2 : 1, number]);
  return garbageAfterHello(record, { ...place, ending: 'close' });
}

const greetings = {
  ssh: 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n',
  smtp: '220 mail.test ESMTP Postfix\r\n',
  ftp: '220 (vsFTPd 3.0.3)\r\n',
  imap: '* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready.\r\n',
  pop3: '+OK Dovecot ready.\r\n',
  // Protocol::HandshakeV10: length 3 bytes, sequence 0, version 10, server version.
  mysql: '\x4a\x00\x00\x00\x0a8.0.36\x00\x08\x00\x00\x00',
} as const;

const httpRefusal =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

export type OtherProtocol = keyof typeof greetings | 'http';

/** Speaks something else where TLS is expected; HTTP answers the first bytes, the others greet at once. */
export function speaks(protocol: OtherProtocol, place?: Place): Promise<FarmServer> {
  if (protocol === 'http') return garbageAfterHello(Buffer.from(httpRefusal), { ...place, ending: 'close' });
  return startListener((socket) => void socket.resume().write(greetings[protocol], 'latin1'), place);
}
