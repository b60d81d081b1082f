import { brokenByAny, isOver } from '../path/path-rules.ts';
import type { FileProblem, FileReport, ReportedCertificate, ReportedChain } from './file-report.ts';
import type { ReportContext } from './report-file.ts';

/** In the order of telling. */
const order: readonly FileProblem['kind'][] = [
  'nothing-inside',
  'locked',
  'unreadable',
  'expired',
  'path',
  'key-mismatch',
  'not-yet-valid',
  'weak-key',
  'weak-signature',
  'malformed',
  'request-signature',
  'wrong-order',
  'stranger',
  'duplicate',
  'root-included',
];

/** Stores sort what they hold, and servers that read them send it in the right order. */
const unordered = ['pkcs12', 'jks', 'jceks'];

export function problemsOf(
  report: Omit<FileReport, 'problems'>,
  context: ReportContext,
): readonly FileProblem[] {
  const found: FileProblem[] = [
    ...report.locked.map((part) => ({ kind: 'locked', part }) as const),
    ...report.unreadable.map((part) => ({ kind: 'unreadable', part }) as const),
    ...report.certificates.flatMap((one, position) => certificateProblems(one, position, context)),
    ...report.chains.flatMap((chain) => chainProblems(chain, report)),
    ...report.requests.flatMap(({ signature }, request) =>
      signature === 'valid' ? [] : [{ kind: 'request-signature', request } as const],
    ),
  ];
  if (isEmpty(report)) found.push({ kind: 'nothing-inside' });
  return found.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

function isEmpty(report: Omit<FileReport, 'problems'>): boolean {
  const { certificates, privateKeys, publicKeys, requests, revocationLists, unreadable, locked } = report;
  return [certificates, privateKeys, publicKeys, requests, revocationLists, unreadable, locked].every(
    (list) => list.length === 0,
  );
}

function certificateProblems(
  { certificate, role, duplicateOf }: ReportedCertificate,
  position: number,
  { store, now }: ReportContext,
): readonly FileProblem[] {
  if (duplicateOf !== null) return [{ kind: 'duplicate', position, of: duplicateOf }];
  const found: FileProblem[] = [];
  if (isOver(certificate, now)) found.push({ kind: 'expired', position });
  if (now < certificate.notBefore) found.push({ kind: 'not-yet-valid', position });
  // Nobody verifies what a self-signed certificate says of itself.
  const trusted = certificate.selfIssued || store.has(certificate);
  const broken = brokenByAny(certificate, { place: 'leaf', trusted }, {}).map(({ rule }) => rule);
  if (broken.includes('weak-key')) found.push({ kind: 'weak-key', position });
  if (broken.includes('weak-signature')) found.push({ kind: 'weak-signature', position });
  const faults = certificate.faults.filter(({ weight }) => weight === 'refuse');
  if (faults.length > 0) found.push({ kind: 'malformed', position, faults });
  if (role === 'stranger') found.push({ kind: 'stranger', position });
  return found;
}

function chainProblems(
  chain: ReportedChain,
  { certificates, format }: Omit<FileReport, 'problems'>,
): readonly FileProblem[] {
  const { leaf, path } = chain;
  const found: FileProblem[] = [];
  if (!path.trusted) found.push({ kind: 'path', leaf, problem: path.problem });
  if (chain.key === 'does-not-match') found.push({ kind: 'key-mismatch', leaf });
  if (!chain.inOrder && !unordered.includes(format)) found.push({ kind: 'wrong-order', leaf });
  const root = certificates.findIndex(({ role, duplicateOf }) => role === 'root' && duplicateOf === null);
  if (root !== -1 && !unordered.includes(format) && leadsTo(chain, certificates[root], certificates)) {
    found.push({ kind: 'root-included', leaf, position: root });
  }
  return found;
}

function leadsTo(
  { order }: ReportedChain,
  root: ReportedCertificate | undefined,
  certificates: readonly ReportedCertificate[],
): boolean {
  const top = certificates[order.at(-1) ?? -1]?.certificate;
  return top !== undefined && root !== undefined && top.issuer.raw === root.certificate.subject.raw;
}
