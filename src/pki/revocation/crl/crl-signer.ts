import { signatureFacts } from '../../certificate/algorithms.ts';
import type { Certificate } from '../../certificate/certificate.ts';
import { nameKey } from '../../names/name-key.ts';
import { anchorsOf } from '../../path/anchors.ts';
import { findPath } from '../../path/path.ts';
import { isOver } from '../../path/path-rules.ts';
import { type SignatureVerdict, verifyBytes } from '../../signatures/verify-bytes.ts';
import { publicKeyOf } from '../../signatures/verify-signature.ts';
import type { Crl } from './crl.ts';
import type { CrlAnswer, CrlProblem } from './crl-answer.ts';
import type { Hearing } from './crl-question.ts';
import { sourceOf } from './crl-source.ts';

/** Judges the certificate of a signer by the same CRLs: handed in, since judging needs signers in turn. */
export type JudgeSigner = (hearing: Hearing) => CrlAnswer;

export type FoundSigner = { readonly signer: Certificate } | { readonly problem: CrlProblem };

const mostSigners = 16;

/**
 * Whose key signed a CRL, and whether it may (RFC 5280 §6.3.3 f and g): its certificate has the name of the CRL's
 * issuer, cRLSign where it limits its use, and stands on the path or has a valid one to the same trust anchor.
 */
export function findSigner(hearing: Hearing, crl: Crl, delegated: boolean, judge: JudgeSigner): FoundSigner {
  const by = sourceOf(crl);
  const problems: CrlProblem[] = [];
  for (const signer of likelySigners(hearing, crl)) {
    const verdict = signatureOf(crl, signer);
    if (verdict !== 'valid') {
      problems.push({ kind: 'bad-signature', by, signer, unusable: verdict === 'unusable' });
    } else if (signer.keyUsage?.includes('cRLSign') === false) {
      problems.push({ kind: 'missing-crl-sign', by, signer });
    } else {
      const kind = objectionTo(hearing, signer, delegated, judge);
      if (kind === null) return { signer };
      problems.push({ kind, by, signer });
    }
  }
  // A key that did sign tells more than all those that did not.
  const telling = problems.find((problem) => problem.kind !== 'bad-signature') ?? problems[0];
  return { problem: telling ?? { kind: 'signer-missing', by } };
}

function pathOf({ issuer, above = [] }: Hearing): readonly Certificate[] {
  return [issuer, ...above];
}

/** Certificates by the name of the CRL's issuer; those whose key identifier it gives come first. */
function likelySigners(hearing: Hearing, crl: Crl): readonly Certificate[] {
  const wanted = nameKey(crl.issuer.raw);
  const all = [...pathOf(hearing), ...hearing.candidates];
  const distinct = new Map(all.map((certificate) => [certificate.fingerprint256, certificate]));
  const named = [...distinct.values()].filter(({ subject }) => nameKey(subject.raw) === wanted);
  const [likely = [], others = []] = [true, false].map((same) =>
    named.filter((one) => (one.subjectKeyId === crl.authorityKeyId) === same),
  );
  return [...likely, ...others].slice(0, mostSigners);
}

const verdicts = new WeakMap<Crl, Map<string, SignatureVerdict>>();

/** Remembered: one CRL is asked about every certificate of its issuer, and its signature is over megabytes. */
function signatureOf(crl: Crl, signer: Certificate): SignatureVerdict {
  const known = verdicts.get(crl) ?? new Map<string, SignatureVerdict>();
  verdicts.set(crl, known);
  const { spki256 } = signer.publicKey;
  const verdict = known.get(spki256) ?? verifyBy(crl, signer);
  known.set(spki256, verdict);
  return verdict;
}

function verifyBy({ signed }: Crl, signer: Certificate): SignatureVerdict {
  const { hash } = signatureFacts(signed.algorithm);
  // Collisions of MD5 were used to forge certificates (RFC 6151); those of MD2 are not worth waiting for.
  if (hash === 'md5' || hash === 'md2') return 'unusable';
  const key = publicKeyOf(signer);
  return key === null ? 'unusable' : verifyBytes(signed, key);
}

type Objection = 'signer-untrusted' | 'signer-revoked' | 'signer-unknown';

function objectionTo(
  hearing: Hearing,
  signer: Certificate,
  delegated: boolean,
  judge: JudgeSigner,
): Objection | null {
  const known = new Set(pathOf(hearing).map((one) => one.fingerprint256));
  // Those of the path are judged as its members, by whoever asks about the path.
  if (known.has(signer.fingerprint256)) return null;
  const path = validPath(hearing, signer);
  if (path === null) return 'signer-untrusted';
  for (const [index, certificate] of path.entries()) {
    if (known.has(certificate.fingerprint256) || index === path.length - 1) return null;
    const objection = statusObjection(hearing, path.slice(index), delegated, judge);
    if (objection !== null) return objection;
  }
  return null;
}

/** Of the first certificate of this path, by CRLs. */
function statusObjection(
  hearing: Hearing,
  [certificate, issuer, ...above]: readonly Certificate[],
  delegated: boolean,
  judge: JudgeSigner,
): Objection | null {
  if (certificate === undefined || issuer === undefined) return null;
  const { fingerprint256 } = certificate;
  // A CRL may tell the status of its own signer only where the signer's certificate names it as CRL issuer: then its
  // issuer wanted it so. Anybody else's silence about himself proves nothing.
  if (hearing.trail.at(-1) === fingerprint256 && delegated) return null;
  if (hearing.trail.includes(fingerprint256) || hearing.budget.left <= 0) return 'signer-unknown';
  hearing.budget.left -= 1;
  const trail = [...hearing.trail, fingerprint256];
  const answer = judge({ ...hearing, certificate, issuer, above, trail });
  if (answer.status !== 'unknown') return answer.status === 'good' ? null : 'signer-revoked';
  const unheard = answer.problems.every((problem) => problem.kind === 'no-crl');
  return unheard && hearing.missing !== 'refuse' ? null : 'signer-unknown';
}

/** Leaf first, to the anchor of the certificate that is asked about (RFC 5280 §6.3.3 f). */
function validPath(hearing: Hearing, signer: Certificate): readonly Certificate[] | null {
  const known = hearing.paths.get(signer.fingerprint256);
  if (known !== undefined) return known;
  const path = searchPath(hearing, signer);
  hearing.paths.set(signer.fingerprint256, path);
  return path;
}

function searchPath(hearing: Hearing, signer: Certificate): readonly Certificate[] | null {
  const { now, candidates } = hearing;
  if (isOver(signer, now) || now < signer.notBefore) return null;
  const path = pathOf(hearing);
  const anchor = path.at(-1);
  if (anchor === undefined) return null;
  const store = anchorsOf([anchor]);
  // What the authorities above may be used for says nothing of who may sign lists.
  const strictness = { purpose: null };
  const found = findPath({ leaf: signer, sent: [...path, ...candidates], store, now, strictness });
  return found.trusted ? found.path : null;
}
