import { type CertificateOffer, startCertificateHandshake } from '../certificate-handshake.ts';
import type { Talk } from '../converse.ts';
import type { ServerFlight } from '../server-flight.ts';
import type { Asker } from './asker.ts';
import type { VersionLook } from './scan-versions.ts';
import { tls12, tls13 } from './versions.ts';

export type CertificateKind = 'RSA' | 'ECDSA' | 'EdDSA' | 'ML-DSA';

/** A leaf as sent, and with which kind of signature or suite it was asked for. */
export type ScannedCertificate = { readonly der: Uint8Array; readonly askedFor: CertificateKind };

export type NamelessAnswer =
  | { readonly kind: 'certificate'; readonly der: Uint8Array }
  | { readonly kind: 'refused'; readonly why: string };

const signatures: Readonly<Record<CertificateKind, readonly number[]>> = {
  RSA: [0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601],
  ECDSA: [0x0403, 0x0503, 0x0603, 0x081a, 0x081b, 0x081c],
  EdDSA: [0x0807, 0x0808],
  'ML-DSA': [0x0904, 0x0905, 0x0906],
};
const kinds = ['RSA', 'ECDSA', 'EdDSA', 'ML-DSA'] as const satisfies readonly CertificateKind[];

/** One leaf for each kind of key that can be asked for: a server may well have two. */
export async function scanCertificates(
  looks: readonly VersionLook[],
  asker: Asker,
  serverName: string | null,
): Promise<readonly ScannedCertificate[]> {
  const older = looks.flatMap(({ answers, seen }) =>
    answers.flatMap(({ certificates, cipherSuite }): readonly ScannedCertificate[] => {
      const der = certificates?.[0];
      const suite = seen.suites.find(({ code }) => code === cipherSuite);
      if (der === undefined || suite === undefined) return [];
      return [{ der, askedFor: suite.authentication === 'ECDSA' ? 'ECDSA' : 'RSA' }];
    }),
  );
  const spoken = looks.filter(({ seen }) => seen.outcome === 'spoken');
  const modern = spoken.some(({ seen }) => seen.code === tls13);
  const versions = modern ? [tls13] : [tls12];
  const asking = modern ? kinds : edwardsOnly(spoken);
  const asked = await Promise.all(
    asking.map(async (kind): Promise<readonly ScannedCertificate[]> => {
      const offer = { serverName, alpn: [], versions, signatureAlgorithms: signatures[kind] };
      const der = (await flightFor(offer, asker))?.certificates?.[0];
      return der === undefined ? [] : [{ der, askedFor: kind }];
    }),
  );
  return distinct([...asked.flat(), ...older]);
}

/** TLS 1.2 sends an Ed25519 certificate with the suites of ECDSA (RFC 8422 §5.10); other kinds were seen with theirs. */
function edwardsOnly(spoken: readonly VersionLook[]): readonly CertificateKind[] {
  const able = spoken.some(
    ({ seen }) => seen.code === tls12 && seen.suites.some(({ authentication }) => authentication === 'ECDSA'),
  );
  return able ? ['EdDSA'] : [];
}

function distinct(seen: readonly ScannedCertificate[]): readonly ScannedCertificate[] {
  const byBytes = new Map<string, ScannedCertificate>();
  for (const one of seen) {
    const key = Buffer.from(one.der).toString('latin1');
    if (!byBytes.has(key)) byBytes.set(key, one);
  }
  return [...byBytes.values()].slice(0, 8);
}

/** What comes to a client that names no site; null when there is no version to ask with or nothing could be told. */
export async function scanWithoutName(
  looks: readonly VersionLook[],
  asker: Asker,
): Promise<NamelessAnswer | null> {
  const best = looks.find(({ seen }) => seen.outcome === 'spoken' && seen.suites.length > 0);
  if (best === undefined) return null;
  const { seen } = best;
  if (seen.code === tls13) {
    const end = await asker.talk(talkOf({ serverName: null, alpn: [], versions: [tls13] }), 4000);
    if (end === null) return { kind: 'refused', why: 'connection closed' };
    if ('reason' in end) return { kind: 'refused', why: end.reason };
    const der = end.certificates?.[0];
    return der === undefined ? null : { kind: 'certificate', der };
  }
  const suites = seen.suites.map(({ code }) => code);
  const answer = await asker.ask({ version: seen.code, suites, named: false }, 'flight');
  if (answer.kind === 'unanswered') return null;
  if (answer.kind === 'refused')
    return { kind: 'refused', why: answer.alert?.name ?? `connection ${answer.how}` };
  const der = answer.certificates?.[0];
  return der === undefined ? null : { kind: 'certificate', der };
}

/** A handshake up to the Certificate; null when there was none. */
export async function flightFor(offer: CertificateOffer, asker: Asker): Promise<ServerFlight | null> {
  const end = await asker.talk(talkOf(offer), 4000);
  return end === null || 'reason' in end ? null : end;
}

type Told = ServerFlight | { readonly reason: string };

function talkOf(offer: CertificateOffer): Talk<Told> {
  const handshake = startCertificateHandshake(offer);
  return {
    first: handshake.first,
    step(inbound: Buffer) {
      const next = handshake.step(inbound);
      if (next.do === 'finish') return { do: 'finish', value: next.flight };
      return next.do === 'give-up' ? { do: 'finish', value: { reason: next.reason } } : next;
    },
  };
}
