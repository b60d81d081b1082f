import { createPublicKey } from 'node:crypto';
import { jsonOrNull } from '../../core/text/json.ts';
import { readWhole, tags } from '../asn1/der.ts';
import { publicKeyFacts } from '../certificate/algorithms.ts';
import type { PublicKeyFacts } from '../certificate/certificate.ts';
import { aliasOf, isFull, type Reading } from './parts.ts';
import { sshKeyFacts } from './ssh/ssh-key.ts';
import { CutOffError } from './ssh/wire-reader.ts';

const deepest = 8;
const mostKeys = 500;

/** Keys written as JSON (RFC 7517), wherever they stand in a document; the members that are secret are not touched. */
export function readJsonKeys(text: string, reading: Reading): boolean {
  const found = jsonObjects(parseJson(text), 0).filter((object) => typeof object.kty === 'string');
  found.splice(mostKeys);
  for (const [index, jwk] of found.entries()) {
    if (isFull(reading.parts)) break;
    const publicKey = jwkFacts(jwk);
    const placed = {
      place: `key ${index + 1}`,
      alias: typeof jwk.kid === 'string' ? aliasOf(jwk.kid) : null,
    };
    if (jwk.d !== undefined || jwk.k !== undefined || jwk.priv !== undefined) {
      reading.privateKeySeen = true;
      const problem = publicKey === null ? 'the key is malformed, or of a kind that is not known here' : null;
      const open = { form: 'JSON Web Key', encrypted: false, lock: null };
      reading.parts.privateKeys.push({ ...placed, ...open, publicKey, problem });
    } else if (publicKey !== null) {
      reading.parts.publicKeys.push({ ...placed, publicKey });
    }
  }
  return found.length > 0;
}

type JsonObject = Readonly<Record<string, unknown>>;

function parseJson(text: string): unknown {
  return text.includes('"kty"') ? jsonOrNull(text) : null;
}

function jsonObjects(value: unknown, depth: number): JsonObject[] {
  if (typeof value !== 'object' || value === null || depth > deepest) return [];
  const inside = Object.values(value).flatMap((member) => jsonObjects(member, depth + 1));
  return Array.isArray(value) ? inside : [value as JsonObject, ...inside];
}

const publicMembers = ['kty', 'crv', 'x', 'y', 'n', 'e'];

function jwkFacts(jwk: JsonObject): PublicKeyFacts | null {
  const open = Object.fromEntries(publicMembers.flatMap((name) => (name in jwk ? [[name, jwk[name]]] : [])));
  try {
    const spki = createPublicKey({ key: open, format: 'jwk' }).export({ type: 'spki', format: 'der' });
    return publicKeyFacts(readWhole(spki, tags.sequence, 'the public key'), []);
  } catch {
    return null;
  }
}

const sshLine =
  /(?:^|\s)((?:sk-)?(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-nistp\d{3})(?:-cert-v01)?(?:@openssh\.com)?) (AAAA[A-Za-z0-9+/]{20,}={0,2})/gm;

/** Lines of authorized_keys, known_hosts and *.pub files. */
export function readSshLines(text: string, reading: Reading): boolean {
  let count = 0;
  for (const [, type = '', blob = ''] of text.matchAll(sshLine)) {
    count += 1;
    if (isFull(reading.parts)) break;
    const what = type.includes('-cert-')
      ? 'an SSH certificate, which no TLS client knows'
      : 'an SSH public key';
    addSshKey(Buffer.from(blob, 'base64'), `${what} (${type})`, `line ${count}`, reading);
  }
  return count > 0;
}

/** PuTTY's own file: the public half stands open between "Public-Lines" and "Private-Lines". */
export function readPuttyKey(text: string, reading: Reading): boolean {
  if (!/^PuTTY-User-Key-File-\d/.test(text)) return false;
  reading.privateKeySeen = true;
  const lines = /^Public-Lines: \d+\r?\n([A-Za-z0-9+/=\s]+)/m.exec(text)?.[1] ?? '';
  const publicKey = factsOrNull(Buffer.from(lines, 'base64'));
  const encrypted = !/^Encryption: none\s*$/m.test(text);
  const problem = publicKey === null ? 'the key is malformed, or of a kind that is not known here' : null;
  const placed = { place: '', alias: null };
  reading.parts.privateKeys.push({ ...placed, form: 'PuTTY', encrypted, publicKey, lock: null, problem });
  return true;
}

export function addSshKey(blob: Uint8Array, described: string, place: string, { parts }: Reading): void {
  const publicKey = factsOrNull(blob);
  const placed = { place, alias: null };
  parts.others.push({ ...placed, described });
  if (publicKey !== null) parts.publicKeys.push({ ...placed, publicKey });
}

function factsOrNull(blob: Uint8Array): PublicKeyFacts | null {
  try {
    return sshKeyFacts(blob);
  } catch (thrown) {
    if (thrown instanceof CutOffError) return null;
    throw thrown;
  }
}
