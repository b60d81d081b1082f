import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { UserError } from '../../core/errors.ts';
import { clientContextSettings } from '../../net/tls/client-settings.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { parseCertificate } from '../certificate/parse-certificate.ts';
import { readPem, writePem } from '../files/pem.ts';
import { nameKey } from '../names/name-key.ts';

export type TrustStore = {
  /** How it is named in a verdict: "Mozilla's list as bundled with Node 24.21.0" (+ "and 2 of EXTRA_CA_FILE"). */
  readonly name: string;
  readonly anchors: readonly Certificate[];
  /** Anchors whose subject is this name (hexadecimal DER, see `Name.raw`), compared as RFC 5280 §7.1 compares. */
  bySubject(raw: string): readonly Certificate[];
  has(certificate: Certificate): boolean;
  /** Whether it is an anchor of the bundled public list, not one of EXTRA_CA_FILE. */
  isPublic(certificate: Certificate): boolean;
  /** One shared context whose CAs are these anchors: creating one per connection costs five handshakes. */
  readonly secureContext: SecureContext;
};

export type TrustStoreSources = {
  /** Text of EXTRA_CA_FILE: any number of PEM certificates, trusted besides the public list. */
  readonly extraCaPem?: string | null;
  /** PEM certificates in place of the bundled public list; they count as public. */
  readonly anchorsPem?: readonly string[];
  readonly nodeVersion: string;
};

/** Throws `UserError` when EXTRA_CA_FILE holds no certificate or one that cannot be read. */
export function loadTrustStore({ extraCaPem, anchorsPem, nodeVersion }: TrustStoreSources): TrustStore {
  const listed = anchorsPem === undefined ? bundledAnchors() : anchorsPem.flatMap(readList);
  const extra = extraCaPem == null ? [] : readExtra(extraCaPem);
  const base =
    anchorsPem === undefined
      ? `Mozilla's list as bundled with Node ${nodeVersion}`
      : `a list of ${listed.length} given roots`;
  const name = extra.length === 0 ? base : `${base} and ${extra.length} of EXTRA_CA_FILE`;
  return trustStoreOf(name, listed, extra);
}

function trustStoreOf(
  name: string,
  listed: readonly Certificate[],
  extra: readonly Certificate[],
): TrustStore {
  const byFingerprint = new Map([...listed, ...extra].map((anchor) => [anchor.fingerprint256, anchor]));
  const anchors = [...byFingerprint.values()];
  const publicOnes = new Set(listed.map((anchor) => anchor.fingerprint256));
  const subjects = Map.groupBy(anchors, (anchor) => nameKey(anchor.subject.raw));
  let context: SecureContext | null = null;
  return {
    name,
    anchors,
    bySubject: (raw) => subjects.get(nameKey(raw)) ?? [],
    has: (certificate) => byFingerprint.has(certificate.fingerprint256),
    isPublic: (certificate) => publicOnes.has(certificate.fingerprint256),
    get secureContext() {
      // An explicit list, so that NODE_EXTRA_CA_CERTS of the machine changes nothing. An intermediate among the
      // anchors is trusted as such (RFC 5280 §6.1.1 d), as every other verifier than OpenSSL's default does.
      context ??= createSecureContext({
        ...clientContextSettings,
        ca: anchors.map((anchor) => writePem(anchor.der)),
        allowPartialTrustChain: true,
      });
      return context;
    },
  };
}

let bundled: readonly Certificate[] | null = null;

function bundledAnchors(): readonly Certificate[] {
  bundled ??= getCACertificates('bundled').flatMap(readList);
  return bundled;
}

function readList(pem: string): readonly Certificate[] {
  return readPem(pem).flatMap((der) => {
    const read = parseCertificate(der);
    return 'unreadable' in read ? [] : [read];
  });
}

function readExtra(pem: string): readonly Certificate[] {
  const blocks = readPem(pem);
  if (blocks.length === 0) {
    throw new UserError(
      'EXTRA_CA_FILE holds no certificate. Wanted: PEM text with at least one "-----BEGIN CERTIFICATE-----" block.',
    );
  }
  return blocks.map((der, index) => {
    const read = parseCertificate(der);
    if (!('unreadable' in read)) return read;
    throw new UserError(
      `Certificate ${index + 1} of ${blocks.length} in EXTRA_CA_FILE cannot be read: ${read.unreadable}. Take it out or export it again as PEM.`,
    );
  });
}
