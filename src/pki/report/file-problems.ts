import { nameKey } from '../names/name-key.ts';
import { brokenByAny, isOver } from '../path/path-rules.ts';
import type { FileProblem, FileReport, ReportedCertificate, ReportedChain } from './file-report.ts';
import type { ReportContext } from './report-context.ts';

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

/** Their order says nothing: whatever reads them sends a chain in the right one. DER sorts the SET of PKCS#7. */
const unordered = ['pkcs7', 'pkcs12', 'jks', 'jceks'];

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
  if (unordered.includes(format)) return found;
  if (!chain.inOrder) found.push({ kind: 'wrong-order', leaf });
  const root = rootOf(chain, certificates);
  if (root !== -1) found.push({ kind: 'root-included', leaf, position: root });
  return found;
}

/** Position of the root on top of a chain; -1 when the file leaves it out, as it should. */
function rootOf({ order }: ReportedChain, certificates: readonly ReportedCertificate[]): number {
  const top = certificates[order.at(-1) ?? -1]?.certificate;
  if (top === undefined || top.selfIssued) return -1;
  return certificates.findIndex(({ certificate, role }) => {
    return role === 'root' && nameKey(certificate.subject.raw) === nameKey(top.issuer.raw);
  });
}
