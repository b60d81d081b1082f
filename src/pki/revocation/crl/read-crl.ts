import {
  childrenOf,
  constructedTag,
  DerError,
  type Element,
  finish,
  isDone,
  type Reader,
  tags,
  take,
  takeAny,
  takeIf,
  wholeHex,
  wholeOf,
} from '../../asn1/der.ts';
import { timeOf } from '../../asn1/der-time.ts';
import { smallInteger, wholeBytes } from '../../asn1/der-values.ts';
import { type Fault, lint, refuse } from '../../certificate/fault.ts';
import { type RawExtension, readExtension } from '../../certificate/structure.ts';
import { nameOf } from '../../names/names-der.ts';
import type { Crl } from './crl.ts';
import { crlDer } from './crl-bytes.ts';
import type { CrlEntries } from './crl-entries.ts';
import { readCrlExtensions } from './crl-extensions.ts';
import { scanEntries } from './scan-entries.ts';

/**
 * Reads one CRL in DER or PEM, of at most 64 MB (RFC 5280 §5). Never throws: when the skeleton cannot be read,
 * `unreadable` says what is malformed and where; a malformed part of a readable one is left out and named in `faults`.
 * Judges nothing else: whom it speaks for, whether it is current and who signed it are for `judgeCrls`.
 */
export function readCrl(bytes: Uint8Array): Crl | { readonly unreadable: string } {
  const der = crlDer(bytes);
  if (!Buffer.isBuffer(der)) return der;
  try {
    return factsOf(der);
  } catch (thrown) {
    if (thrown instanceof DerError) return { unreadable: thrown.message };
    throw thrown;
  }
}

function factsOf(der: Buffer): Crl {
  const faults: Fault[] = [];
  const input: Reader = { bytes: der, at: 0, end: der.length };
  const list = childrenOf(take(input, tags.sequence, 'the CRL'));
  if (!isDone(input))
    lint(faults, 'trailing-bytes', `${input.end - input.at} bytes follow the CRL`, 'RFC 5280 §5.1');
  const tbs = take(list, tags.sequence, 'tbsCertList');
  const outerAlgorithm = take(list, tags.sequence, 'signatureAlgorithm');
  const signature = wholeBytes(take(list, tags.bitString, 'signatureValue'), 'signatureValue');
  finish(list, 'the signature');

  const fields = childrenOf(tbs);
  const version = versionOf(fields, faults);
  const innerAlgorithm = take(fields, tags.sequence, 'signature');
  const issuer = nameOf(take(fields, tags.sequence, 'issuer'), 'the issuer', faults);
  if (issuer.text === '') refuse(faults, 'issuer-empty', 'the issuer is empty', 'RFC 5280 §5.1.2.3');
  const thisUpdate = dateOf(takeAny(fields, 'thisUpdate'), 'thisUpdate', faults);
  const next =
    takeIf(fields, tags.utcTime, 'nextUpdate') ?? takeIf(fields, tags.generalizedTime, 'nextUpdate');
  const revoked = takeIf(fields, tags.sequence, 'revokedCertificates');
  const extensions = extensionsIn(fields, version, faults);
  finish(fields, 'tbsCertList');

  if (next === null) refuse(faults, 'next-update-missing', 'there is no nextUpdate', 'RFC 5280 §5.1.2.5');
  const sameAlgorithms = wholeHex(innerAlgorithm) === wholeHex(outerAlgorithm);
  if (!sameAlgorithms) {
    refuse(faults, 'algorithms-differ', 'the two signature algorithms differ', 'RFC 5280 §5.1.1.2');
  }
  const said = readCrlExtensions(extensions, issuer.raw, faults);
  if (version === 2) missingExtensions(extensions, faults);
  return {
    version,
    issuer,
    thisUpdate,
    nextUpdate: next === null ? null : dateOf(next, 'nextUpdate', faults),
    ...said,
    entries: revoked === null ? noEntries(der) : scanEntries(revoked, version, faults),
    sameAlgorithms,
    signed: { bytes: wholeOf(tbs), algorithm: outerAlgorithm, signature },
    faults,
  };
}

/** RFC 5280 §5.1.2.1; version 1 is written by leaving it out. */
function versionOf(fields: Reader, faults: Fault[]): 1 | 2 {
  const element = takeIf(fields, tags.integer, 'version');
  if (element === null) return 1;
  const version = smallInteger(element, 'version') + 1;
  if (version === 2) return 2;
  if (version > 2) throw new DerError(`version ${version} does not exist`, element.start);
  refuse(faults, 'version-written', 'version 1 is written out', 'RFC 5280 §5.1.2.1');
  return 1;
}

function dateOf(element: Element, what: string, faults: Fault[]): Date {
  const { date, problem } = timeOf(element, what);
  if (problem !== null) lint(faults, 'time', `${what} ${problem}`, 'RFC 5280 §5.1.2.4');
  return date;
}

const mostExtensions = 100;

function extensionsIn(fields: Reader, version: 1 | 2, faults: Fault[]): readonly RawExtension[] {
  const wrapper = takeIf(fields, constructedTag(0), 'crlExtensions');
  if (wrapper === null) return [];
  if (version === 1) {
    refuse(faults, 'version-too-low', 'extensions stand in a version 1 CRL', 'RFC 5280 §5.1.2.1');
  }
  const inside = childrenOf(wrapper);
  const list = childrenOf(take(inside, tags.sequence, 'crlExtensions'));
  finish(inside, 'crlExtensions');
  const extensions: RawExtension[] = [];
  while (!isDone(list)) {
    if (extensions.length >= mostExtensions) throw new DerError(`over ${mostExtensions} extensions`, list.at);
    extensions.push(readExtension(take(list, tags.sequence, 'an extension'), faults));
  }
  return extensions;
}

/** Readers must process version 1 as well (§5), and it has no extensions. */
function missingExtensions(extensions: readonly RawExtension[], faults: Fault[]): void {
  const has = (oid: string) => extensions.some((extension) => extension.oid === oid);
  if (!has('2.5.29.20')) refuse(faults, 'number-missing', 'there is no cRLNumber', 'RFC 5280 §5.2.3');
  if (!has('2.5.29.35'))
    refuse(faults, 'key-id-missing', 'there is no authorityKeyIdentifier', 'RFC 5280 §5.2.1');
}

function noEntries(bytes: Buffer): CrlEntries {
  return { bytes, starts: new Uint32Array(), issuerChanges: [], unreadable: 0, unknownCritical: [] };
}
