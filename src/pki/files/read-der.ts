import { type BerElement, berChildren, readerOf, takeBer, wholeBer } from '../asn1/ber.ts';
import { DerError, isDone, type Reader } from '../asn1/der.ts';
import { readRequest } from './certificate-request.ts';
import { contentInfoOf, contentName, contentTypes } from './content-info.ts';
import { type DerKind, derKind } from './der-kinds.ts';
import { readEncryptedKey } from './encrypted-key.ts';
import type { Placed } from './file-contents.ts';
import { kindWords } from './kind-words.ts';
import { addCertificate, addUnreadable, isFull, pauseNowAndThen, type Reading } from './parts.ts';
import { readPkcs12 } from './pkcs12/read-pkcs12.ts';
import { addOpenKey } from './private-key.ts';
import { readPublicKey } from './public-key.ts';
import { readRevocationList } from './revocation-list.ts';
import { readSignedData } from './signed-data.ts';

const mostElements = 1000;

/**
 * Reads one binary part and, where more DER follows it, that too: certificates are often just written one after the
 * other. Returns what the first element is. Anything malformed goes to `unreadable`.
 */
export async function readDer(bytes: Uint8Array, placed: Placed, reading: Reading): Promise<DerKind> {
  const reader = readerOf(bytes);
  let first: DerKind | null = null;
  for (let count = 0; !isDone(reader) && count < mostElements && !isFull(reading.parts); count += 1) {
    if (first !== null && !startsElement(reader)) {
      reading.parts.problems.push(trailing(reader, first, placed));
      break;
    }
    await pauseNowAndThen(count, reading);
    const kind = await readNext(reader, placed, reading);
    first ??= kind ?? 'unknown';
    if (kind === null) break;
  }
  return first ?? 'unknown';
}

async function readNext(reader: Reader, placed: Placed, reading: Reading): Promise<DerKind | null> {
  let kind: DerKind | null = null;
  try {
    const element = takeBer(reader, 'the data');
    kind = derKind(element);
    await readKind(kind, element, placed, reading);
  } catch (thrown) {
    if (!(thrown instanceof DerError)) throw thrown;
    addUnreadable(kind === null ? 'DER data' : kindWords(kind), thrown.message, placed, reading.parts);
  }
  return kind;
}

async function readKind(kind: DerKind, element: BerElement, placed: Placed, reading: Reading): Promise<void> {
  const { parts } = reading;
  const whole = wholeBer(element);
  switch (kind) {
    case 'certificate':
      return addCertificate(whole, placed, parts);
    case 'certificate-list':
      for (const each of berChildren(element, 'the list')) addCertificate(wholeBer(each), placed, parts);
      return;
    case 'pkcs1':
    case 'sec1':
    case 'dsa':
    case 'pkcs8':
      return addOpenKey(whole, kind, placed, reading);
    case 'encrypted-pkcs8':
      return readEncryptedKey(element, placed, reading);
    case 'pkcs12':
      return readPkcs12(element, placed, reading);
    case 'content-info': {
      const { type, content } = contentInfoOf(element);
      if (type === contentTypes.signedData && content !== null)
        return readSignedData(content, placed, reading);
      parts.others.push({ ...placed, described: `a CMS structure with ${contentName(type)}` });
      return;
    }
    case 'signed-data':
      return readSignedData(element, placed, reading);
    case 'netscape-sequence': {
      const { content } = contentInfoOf(element);
      for (const each of content === null ? [] : berChildren(content, 'the list')) {
        addCertificate(wholeBer(each), placed, parts);
      }
      return;
    }
    case 'request':
      return readRequest(whole, placed, parts);
    case 'revocation-list':
      return readRevocationList(whole, placed, parts);
    case 'ocsp-response':
      parts.others.push({ ...placed, described: 'an OCSP response' });
      return;
    case 'parameters':
      parts.others.push({ ...placed, described: 'parameters of a key' });
      return;
    case 'public-key':
    case 'rsa-public-key':
      return readPublicKey(whole, kind, placed, parts);
    default:
      parts.others.push({ ...placed, described: 'DER data of a kind that is not read here' });
  }
}

function startsElement({ bytes, at }: Reader): boolean {
  return bytes[at] === 0x30 && bytes.length - at > 4;
}

function trailing({ at, end }: Reader, kind: DerKind, { place }: Placed): string {
  const left = end - at;
  const where = place === '' ? '' : ` of ${place}`;
  return `${left} ${left === 1 ? 'byte means' : 'bytes mean'} nothing behind the ${kind.replaceAll('-', ' ')}${where}`;
}
