import type { Certificate } from '../certificate/certificate.ts';
import { type ComparisonBudget, mostComparisons } from '../constraints/name-constraints.ts';
import { nameKey } from '../names/name-key.ts';
import type { SignatureVerdict } from '../signatures/verify-bytes.ts';
import { checkSignature, type SignatureBudget, signatureCost } from '../signatures/verify-signature.ts';
import { type AnchorDistances, anchorDistances } from './anchor-distances.ts';
import { issuerCandidates } from './path-candidates.ts';
import { type Ending, mostTelling, type PathProblem } from './path-problem.ts';
import type { PathQuestion } from './path-question.ts';
import { type BrokenRule, brokenByAny, brokenByIssuer, brokenByWhole } from './path-rules.ts';

type Found =
  | { readonly trusted: true; readonly path: readonly Certificate[] }
  | { readonly trusted: false; readonly problem: PathProblem };

/** Certificates of one path, anchor included. */
const longestPath = 11;
/** Of signature checks; one by a slow key counts for several. */
const mostSignatureWork = 300;
/** Candidates looked at in one pass: signatures are remembered, so their limit alone would not end a maze. */
const mostSteps = 2000;

type Search = {
  readonly question: PathQuestion;
  readonly budget: ComparisonBudget;
  readonly distances: AnchorDistances;
  readonly signatures: Map<string, SignatureVerdict>;
  readonly signatureBudget: SignatureBudget;
};

type Pass = { readonly tolerant: boolean; readonly endings: Ending[]; steps: number };

/**
 * Two passes: the first follows sound certificates only and ends at the first anchor, so that no detour of broken
 * ones can use up the limits; the second, when that found nothing, follows everything and remembers how each path ends.
 */
export function searchPath(question: PathQuestion): Found {
  const search: Search = {
    question,
    budget: { left: mostComparisons },
    distances: anchorDistances(question),
    signatures: new Map(),
    signatureBudget: { left: mostSignatureWork },
  };
  const { leaf, store } = question;
  const strictness = question.strictness ?? {};
  const broken = [...brokenByAny(leaf, { place: 'leaf', trusted: store.has(leaf) }, strictness)];
  if (store.has(leaf)) broken.push(...brokenByWhole([leaf], strictness));
  const strict: Pass = { tolerant: false, endings: [], steps: 0 };
  const sound = broken.length === 0 ? climb(search, strict, [leaf], broken) : null;
  if (sound !== null) return { trusted: true, path: sound };
  const tolerant: Pass = { tolerant: true, endings: [], steps: 0 };
  search.budget.left = mostComparisons;
  const late = climb(search, tolerant, [leaf], broken);
  if (late !== null) return { trusted: true, path: late };
  return { trusted: false, problem: mostTelling(tolerant.endings) };
}

/** The path from here to an anchor, or null; the depth of recursion is that of the longest path. */
function climb(
  search: Search,
  pass: Pass,
  path: readonly Certificate[],
  broken: readonly BrokenRule[],
): readonly Certificate[] | null {
  const top = path.at(-1);
  if (top === undefined) return null;
  const { store } = search.question;
  if (store.has(top)) {
    if (broken.length === 0) return path;
    pass.endings.push({ kind: 'anchor', path, broken });
  }
  const candidates = path.length < longestPath ? newCandidates(search, top, path) : [];
  let signed = isSelfSigned(search, top);
  if (signed && !store.has(top)) pass.endings.push({ kind: 'self-signed', path });
  for (const candidate of candidates) {
    if (pass.steps >= mostSteps) break;
    const isAnchor = store.has(candidate);
    if (!pass.tolerant && !isAnchor && !search.distances.has(nameKey(candidate.issuer.raw))) continue;
    // Policies and revocation are judged of a whole path at its anchor: that costs by its length.
    pass.steps += isAnchor ? path.length + 1 : 1;
    const { budget, question } = search;
    const added = brokenByIssuer(candidate, path, {
      isAnchor,
      now: question.now,
      budget,
      strictness: question.strictness ?? {},
    });
    if (added.length > 0 && !pass.tolerant) continue;
    if (signatureOf(search, top, candidate) !== 'valid') continue;
    signed = true;
    const found = climb(search, pass, [...path, candidate], [...broken, ...added]);
    if (found !== null) return found;
  }
  if (!signed && !store.has(top)) pass.endings.push(deadEnd(search, path, top, candidates));
  return null;
}

function deadEnd(
  search: Search,
  path: readonly Certificate[],
  of: Certificate,
  candidates: readonly Certificate[],
): Ending {
  const [issuer] = candidates;
  const verdict = issuer === undefined ? null : signatureOf(search, of, issuer);
  // Where a limit ended the search first, nothing is known against the signature.
  if (issuer === undefined || verdict === 'valid' || verdict === 'unchecked') {
    return { kind: 'missing', path, of };
  }
  const sameKeyId = of.authorityKeyId !== null && of.authorityKeyId === issuer.subjectKeyId;
  return { kind: sameKeyId || verdict === 'unusable' ? 'bad-signature' : 'wrong-key', path, of, issuer };
}

/** Candidates that would not close a circle: no name and key stands in one path twice (RFC 4158 §5.2). */
function newCandidates(
  search: Search,
  top: Certificate,
  path: readonly Certificate[],
): readonly Certificate[] {
  const used = new Set(path.map(identityOf));
  return issuerCandidates(search.question, top, search.distances).filter(
    (candidate) => !used.has(identityOf(candidate)),
  );
}

function identityOf({ subject, publicKey }: Certificate): string {
  return `${nameKey(subject.raw)} ${publicKey.spki256}`;
}

function isSelfSigned(search: Search, certificate: Certificate): boolean {
  return certificate.selfIssued && signatureOf(search, certificate, certificate) === 'valid';
}

function signatureOf(
  search: Search,
  certificate: Certificate,
  issuer: Certificate,
): SignatureVerdict | 'unchecked' {
  const { fingerprint256: by, publicKey } = issuer;
  const byKey = `${certificate.fingerprint256} ${publicKey.spki256}`;
  // A key that cannot be used in one certificate may be readable in another.
  const unusable = `${certificate.fingerprint256} ${by}`;
  const known = search.signatures.get(byKey) ?? search.signatures.get(unusable);
  if (known !== undefined) return known;
  const cost = signatureCost(publicKey);
  const budgets = [search.signatureBudget, search.question.signatureBudget ?? search.signatureBudget];
  if (budgets.some(({ left }) => left < cost)) return 'unchecked';
  for (const budget of new Set(budgets)) budget.left -= cost;
  const verdict = checkSignature(certificate, issuer);
  search.signatures.set(verdict === 'unusable' ? unusable : byKey, verdict);
  return verdict;
}
