import { isHostNamePattern } from '../names/host-name-fault.ts';

/** Why an ASCII text is no absolute URI (RFC 3986 §3, RFC 5280 §4.2.1.6), or null. */
export function uriFault(text: string): string | null {
  if (!/^[\u0021-\u007e]*$/.test(text)) return 'it has blanks or controls';
  const match = /^([a-z][a-z0-9+.-]*):(.*)$/i.exec(text);
  if (match === null) return 'it has no scheme';
  const [, scheme = '', rest = ''] = match;
  if (rest === '') return 'nothing follows the scheme';
  return rest.startsWith('//') ? authorityFault(rest.slice(2).split(/[/?#]/, 1)[0] ?? '', scheme) : null;
}

/** RFC 5280 §4.2.1.6: an authority has a name or an address for its host. */
function authorityFault(authority: string, scheme: string): string | null {
  // ldap:///CN=... leaves the choice of the server to its reader (RFC 4516 §2).
  if (authority === '') return /^(ldaps?|file)$/i.test(scheme) ? null : 'it has no host';
  const host = authority.replace(/^.*@/, '').replace(/:\d*$/, '');
  const known = /^\[[0-9a-f:.]+\]$/i.test(host) || isHostNamePattern(host.replaceAll('_', 'x'));
  return known ? null : 'its host is neither a name nor an address';
}

/** Why an ASCII text is no mailbox (RFC 5280 §4.2.1.6), or null. */
export function mailboxFault(text: string): string | null {
  const at = text.lastIndexOf('@');
  if (at < 1) return 'it has no "@" between a mailbox and a host';
  if (!isHostNamePattern(text.slice(at + 1))) return 'no host name follows the "@"';
  return /^("[^"]+"|[^\s<>()[\]\\,;:@"]+)$/.test(text.slice(0, at))
    ? null
    : 'its mailbox has characters that none has';
}
