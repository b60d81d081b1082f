import type { HandshakeFailure } from './handshake-facts.ts';

type Spoke = NonNullable<HandshakeFailure['spoke']>;

/** Whether these bytes can begin a TLS record: content type 20 to 24, version 3.0 to 3.4. Few or no bytes pass. */
export function canBeTls(bytes: Uint8Array): boolean {
  const [type = 22, major = 3, minor = 3] = bytes;
  return type >= 20 && type <= 24 && major === 3 && minor <= 4;
}

/** Which protocol greets or answers like this. */
export function spokenBy(bytes: Uint8Array): Spoke {
  const text = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  if (/^HTTP\/\d|^\s*<(!doctype|html)/i.test(text) || isHttp2Settings(bytes)) return 'http';
  // RFC 6120 §4.2: the server answers what is no stream header with a stream of its own, and an error in it.
  if (/^(<\?xml[^>]*>\s*)?<stream:stream[\s>]/.test(text)) return 'xmpp';
  if (text.startsWith('SSH-')) return 'ssh';
  if (text.startsWith('* OK') || text.startsWith('* BYE') || text.startsWith('* PREAUTH')) return 'imap';
  if (text.startsWith('+OK') || text.startsWith('-ERR')) return 'pop3';
  // RFC 5321 §4.2 and RFC 959 §5.4 greet with the same numbers; only the words differ.
  if (/^(220|421|554)[ -]/.test(text)) return /smtp|mail|postfix|exim/i.test(text) ? 'smtp' : 'ftp';
  return isMysqlPacket(bytes, text) ? 'mysql' : 'unknown';
}

/** RFC 9113 §3.4: a server that speaks HTTP/2 in the clear opens with SETTINGS (type 4) on stream 0. */
function isHttp2Settings(bytes: Uint8Array): boolean {
  if (bytes.length < 9 || bytes[0] !== 0 || bytes[1] !== 0) return false;
  return bytes[3] === 4 && (bytes[2] ?? 0) % 6 === 0 && bytes.subarray(5, 9).every((byte) => byte === 0);
}

/** Packet number 0, then protocol version 10 and a version text, or an error (0xff) in words. */
function isMysqlPacket(bytes: Uint8Array, text: string): boolean {
  if (bytes.length < 6 || bytes[3] !== 0) return false;
  if (bytes[4] === 10) return /^\d+\.\d+/.test(text.slice(5));
  return bytes[4] === 0xff && /mysql|mariadb/i.test(text);
}
