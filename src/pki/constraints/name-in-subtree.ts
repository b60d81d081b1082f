import { rdnKeysOf } from '../names/name-key.ts';
import type { GeneralName } from '../names/names-der.ts';
import { plainName } from '../names/plain-name.ts';

/** `not-understood`: of the same kind, and one of the two is malformed or of a form that is not processed. */
export type Judgement = 'inside' | 'outside' | 'other-kind' | 'not-understood';

/** What no URI needs in front of its host, and no address at all: each is compared with many bases. */
const mostLength = 2048;

/** One name against the base of one subtree (RFC 5280 §4.2.1.10). */
export function judgeName(name: GeneralName, base: GeneralName, list: 'permitted' | 'excluded'): Judgement {
  if (name.kind === 'dns' && base.kind === 'dns') return judgeDns(name.value, base.value, list);
  if (name.kind === 'ip' && base.kind === 'ip') return judgeAddress(name.value, base.value);
  if (name.kind === 'email' && base.kind === 'email') return judgeEmail(name.value, base.value);
  if (name.kind === 'uri' && base.kind === 'uri') return judgeUri(name.value, base.value);
  if (name.kind === 'directory' && base.kind === 'directory') {
    return judgeDirectory(rdnKeysOf(name.value), rdnKeysOf(base.value));
  }
  if (name.kind === 'other' && base.kind === 'other' && name.type === base.type) return 'not-understood';
  return 'other-kind';
}

/**
 * A wildcard is permitted when all it stands for is, and excluded when anything it stands for is. A base with a
 * leading period, which only the RFC's URI rule knows, is widely issued and means "below it, not itself".
 */
function judgeDns(name: string, base: string, list: 'permitted' | 'excluded'): Judgement {
  const pattern = plainName(name);
  const wildcard = pattern.startsWith('*.');
  const host = wildcard ? pattern.slice(2) : pattern;
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host)) return 'not-understood';
  const root = plainName(base);
  if (root === '') return 'inside';
  if (root.startsWith('.')) return insideIf(`${wildcard ? '.' : ''}${host}`.endsWith(root));
  if (isBelow(host, root)) return 'inside';
  const couldBeRoot = wildcard && list === 'excluded' && root.slice(root.indexOf('.') + 1) === host;
  return insideIf(couldBeRoot && root.includes('.'));
}

function isBelow(host: string, root: string): boolean {
  return host === root || host.endsWith(`.${root}`);
}

function judgeAddress(address: Uint8Array, range: Uint8Array): Judgement {
  if (address.length !== 4 && address.length !== 16) return 'not-understood';
  // An IPv4 range says nothing of IPv6 addresses: RFC 5280 treats both as iPAddress, so one is outside the other.
  if (range.length !== address.length * 2) return 'outside';
  return insideIf(
    address.every((byte, index) => {
      const mask = range[address.length + index] ?? 0;
      return (byte & mask) === ((range[index] ?? 0) & mask);
    }),
  );
}

/** A mailbox, all mailboxes at a host, or, with a leading period, all at the hosts below a domain. */
function judgeEmail(address: string, base: string): Judgement {
  if (address.length > mostLength) return 'not-understood';
  const at = address.lastIndexOf('@');
  const host = address.slice(at + 1).toLowerCase();
  if (at < 1 || host === '' || !isLocalPart(address.slice(0, at))) return 'not-understood';
  const baseAt = base.lastIndexOf('@');
  if (baseAt !== -1) {
    const sameBox = unquoted(base.slice(0, baseAt)) === unquoted(address.slice(0, at));
    return insideIf(sameBox && base.slice(baseAt + 1).toLowerCase() === host);
  }
  const root = base.toLowerCase();
  return insideIf(root === '' || (root.startsWith('.') ? host.endsWith(root) : host === root));
}

/** Of a URI only the host counts, and it must be a name. */
function judgeUri(uri: string, base: string): Judgement {
  // Cut in its host it would seem to have another one: the end that is looked for is the real one then.
  const start = uri.length > mostLength ? `${uri.slice(0, mostLength)}\\` : uri;
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([a-z0-9._-]+)(?::\d*)?(?:[/?#]|$)/i.exec(start)?.[1];
  if (host === undefined || /^[\d.]+$/.test(host)) return 'not-understood';
  const wanted = plainName(host);
  const root = base.toLowerCase();
  // As of the other kinds: what is below the empty name is everything.
  return insideIf(root === '' || (root.startsWith('.') ? wanted.endsWith(root) : wanted === root));
}

function judgeDirectory(inner: readonly string[] | null, outer: readonly string[] | null): Judgement {
  if (inner === null || outer === null) return 'not-understood';
  return insideIf(outer.every((key, index) => inner[index] === key));
}

/** Dot-string or Quoted-string (RFC 5321 §4.1.2): "a@b@example.org" has no mailbox that all would agree on. */
function isLocalPart(text: string): boolean {
  return /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$|^"([^"\\]|\\.)*"$/.test(text);
}

/** What the local part means: `"a\\b"` is `ab` (RFC 5321 §4.1.2). */
function unquoted(localPart: string): string {
  return localPart.startsWith('"') ? localPart.slice(1, -1).replace(/\\(.)/g, '$1') : localPart;
}

function insideIf(condition: boolean): Judgement {
  return condition ? 'inside' : 'outside';
}
