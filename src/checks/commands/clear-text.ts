import type { Target } from '../../core/target.ts';
import { shellWord } from '../../core/text/shell.ts';

/** What a client says in the clear up to TLS, one piece a second; a scheme left out only listens. */
const pieces: Readonly<Record<string, (host: string) => readonly string[]>> = {
  smtp: () => ['EHLO client.invalid\\r\\n', 'STARTTLS\\r\\n'],
  imap: () => ['n1 CAPABILITY\\r\\n', 'n2 STARTTLS\\r\\n'],
  pop3: () => ['CAPA\\r\\n', 'STLS\\r\\n'],
  ftp: () => ['AUTH TLS\\r\\n'],
  // ExtendedRequest 1.3.6.1.4.1.1466.20037, RFC 4511 §4.14.1.
  ldap: () => ['\\060\\035\\002\\001\\001\\167\\030\\200\\0261.3.6.1.4.1.1466.20037'],
  xmpp: (host) => [xmppHeader(host, 'client'), xmppRequest],
  'xmpp-server': (host) => [xmppHeader(host, 'server'), xmppRequest],
  // SSLRequest.
  postgres: () => ['\\0\\0\\0\\010\\004\\322\\026\\057'],
};

const xmppRequest = '<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>';

function xmppHeader(host: string, kind: string): string {
  return `<stream:stream to="${host.replace(/[^A-Za-z0-9._:-]/g, '')}" version="1.0" xmlns="jabber:${kind}" xmlns:stream="http://etherx.jabber.org/streams">`;
}

/** The conversation before TLS, by hand; `address` is `ip:port`. Binary protocols are shown byte by byte. */
export function clearTextClient({ scheme, host }: Target, address: string): string {
  const said = pieces[scheme]?.(host) ?? [];
  const shown = ['ldap', 'postgres', 'mysql'].includes(scheme) ? ' | od -c' : '';
  const steps = said.map((piece) => ` printf ${shellWord(piece)}; sleep 1;`).join('');
  return `{ sleep 1;${steps} } | curl -sv -m 6 ${shellWord(`telnet://${address}`)}${shown}`;
}
