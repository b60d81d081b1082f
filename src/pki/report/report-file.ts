import { renewalState } from '../../core/watch/renewal/renewal.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { FileContents, FoundPrivateKey } from '../files/file-contents.ts';
import { writePem } from '../files/pem/pem.ts';
import { findPath } from '../path/path.ts';
import { servedBreaches } from '../rules/index.ts';
import type { SignatureBudget } from '../signatures/verify-signature.ts';
import { type Arrangement, arrange, climb } from './arrange.ts';
import { problemsOf } from './file-problems.ts';
import type {
  CertificateRole,
  FileReport,
  KeyMatch,
  ReportedCertificate,
  ReportedChain,
} from './file-report.ts';
import type { ReportContext } from './report-context.ts';

/** Judges what was read from a file. Pure: no clock, nothing fetched, and no private key comes near it. */
export function reportFile(contents: FileContents, context: ReportContext): FileReport {
  const keys = keysBySpki(contents.privateKeys);
  const all = contents.certificates.map(({ certificate }) => certificate);
  const arrangement = arrange(all, new Set(keys.keys()));
  const certificates = contents.certificates.map(
    ({ certificate, place, alias }, position): ReportedCertificate => {
      const first = all.findIndex((one) => one.fingerprint256 === certificate.fingerprint256);
      return {
        place,
        alias,
        certificate,
        role: roleOf(certificate, arrangement),
        daysLeft: daysUntil(certificate.notAfter, context.now),
        renewal: renewalState(certificate, context.now),
        duplicateOf: first === position ? null : first,
        hasKey: keys.has(certificate.publicKey.spki256),
      };
    },
  );
  const signatureBudget = { left: mostSignatureWork };
  const chains = arrangement.leaves.map((leaf) =>
    chainOf(leaf, arrangement, contents, { ...context, signatureBudget }),
  );
  const { format, described, sizeBytes, publicKeys, requests, revocationLists, unreadable, others, locked } =
    contents;
  const report = {
    ...{ format, described, sizeBytes, publicKeys, requests, revocationLists, unreadable, others, locked },
    store: context.store.name,
    certificates,
    chains,
    privateKeys: contents.privateKeys.map((key) => ({
      ...key,
      matches: matchesOf(key, all),
      matchesRequests: matchesOf(key, requests),
    })),
    oddities: contents.problems,
    privateKeySeen: contents.privateKeySeen,
  };
  return { ...report, problems: problemsOf(report, context) };
}

/** For all chains of a file: twenty of four certificates, signed by slow keys, stay far below. */
const mostSignatureWork = 600;

function keysBySpki(keys: readonly FoundPrivateKey[]): ReadonlyMap<string, FoundPrivateKey> {
  return new Map(keys.flatMap((key) => (key.publicKey === null ? [] : [[key.publicKey.spki256, key]])));
}

function matchesOf(
  { publicKey }: FoundPrivateKey,
  all: readonly Pick<Certificate, 'publicKey'>[],
): readonly number[] {
  if (publicKey === null) return [];
  return all.flatMap((one, position) => (one.publicKey.spki256 === publicKey.spki256 ? [position] : []));
}

function roleOf(certificate: Certificate, { leaves, related, unique }: Arrangement): CertificateRole {
  if (leaves.some((leaf) => leaf.fingerprint256 === certificate.fingerprint256)) return 'leaf';
  // A file of authorities alone has no chain that anybody could be a stranger to.
  if (leaves.length > 0 && !related.has(certificate.fingerprint256)) return 'stranger';
  if (certificate.selfIssued) return 'root';
  return unique.length > 1 || certificate.basicConstraints?.ca === true ? 'intermediate' : 'leaf';
}

const dayMs = 86_400_000;

function daysUntil(date: Date, now: Date): number {
  return Math.floor((date.getTime() - now.getTime()) / dayMs);
}

function chainOf(
  leaf: Certificate,
  { unique, leaves }: Arrangement,
  contents: FileContents,
  { store, now, signatureBudget }: ReportContext & { readonly signatureBudget: SignatureBudget },
): ReportedChain {
  const path = findPath({ leaf, sent: unique.filter((one) => one !== leaf), store, now, signatureBudget });
  const found = path.trusted ? [leaf, ...path.path.slice(1, -1)] : climb(leaf, unique, now, signatureBudget);
  const all = contents.certificates.map(({ certificate }) => certificate.fingerprint256);
  const order = found.map((one) => all.indexOf(one.fingerprint256));
  const ascending = order.every((position, step) => step === 0 || position > (order[step - 1] ?? -1));
  const anchor = path.trusted ? path.path.at(-1) : undefined;
  const publiclyTrusted = anchor !== undefined && store.isPublic(anchor);
  return {
    leaf: all.indexOf(leaf.fingerprint256),
    order,
    inOrder: ascending && (leaves.length > 1 || order[0] === 0),
    path,
    key: keyMatch(leaf, contents),
    publiclyTrusted,
    breaches: path.trusted ? servedBreaches(path.path, publiclyTrusted) : [],
    clients: null,
    pem: found.map((one) => writePem(one.der)).join(''),
  };
}

/** Only keys that belong to no other certificate here can be meant for this one. */
function keyMatch(leaf: Certificate, { privateKeys, certificates }: FileContents): KeyMatch {
  if (privateKeys.some(({ publicKey }) => publicKey?.spki256 === leaf.publicKey.spki256)) return 'matches';
  const owned = new Set(certificates.map(({ certificate }) => certificate.publicKey.spki256));
  const free = privateKeys.filter(({ publicKey }) => publicKey === null || !owned.has(publicKey.spki256));
  if (free.some(({ publicKey }) => publicKey !== null)) return 'does-not-match';
  return free.length > 0 ? 'locked' : 'no-key';
}
