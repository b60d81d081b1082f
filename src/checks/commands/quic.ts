import { shellWord } from '../../core/text/shell.ts';

/**
 * One datagram of 1,200 bytes that opens a QUIC connection in the reserved version 0x1a2a3a4a (RFC 9000 §15): whoever
 * speaks QUIC answers with the versions it has. Bytes by octal escapes, which every printf knows.
 */
export function quicQuestion({ ip, port }: { readonly ip: string; readonly port: number }): string {
  const head = `printf '\\303\\032\\052\\072\\112\\010notafter\\010question'`;
  const datagram = `{ ${head}; head -c 1177 /dev/zero; } | dd bs=1200 iflag=fullblock 2>/dev/null`;
  return `${datagram} | nc -u -w 3 ${shellWord(ip)} ${port} | od -A d -t x1z | head -8`;
}
