import type { Certificate } from '../../pki/certificate/certificate.ts';
import { askClient } from '../../pki/client/client-verdict.ts';
import { writePem } from '../../pki/files/pem/pem.ts';
import { nameKey } from '../../pki/names/name-key.ts';
import { findPath, type PathResult } from '../../pki/path/path.ts';
import type { PathProblem } from '../../pki/path/path-problem.ts';
import type { ProbeContext } from '../probe.ts';
import { revocationOf } from '../revocation/revocation-of.ts';
import { type Allowance, openAllowance } from '../revocation/revocation-question.ts';
import { fetchIssuers, isIssuerOf } from './fetch-issuer.ts';
import type { AddedIssuer, Repair } from './repair-facts.ts';

/** Certificates fetched one above the other. */
const deepest = 4;
const revocationMs = 2000;
const clientMs = 700;

export type BrokenChain = {
  readonly leaf: Certificate;
  /** Without the leaf. */
  readonly sent: readonly Certificate[];
  readonly problem: PathProblem;
};

type Work = {
  readonly chain: BrokenChain;
  readonly context: ProbeContext;
  readonly allowance: Allowance;
  readonly added: AddedIssuer[];
  /** Served beside an issuer. */
  readonly spare: AddedIssuer[];
};

/**
 * Does what browsers do and curl, Java and Go do not: fetches the missing issuer from the certificate's own AIA
 * caIssuers addresses (RFC 5280 §4.2.2.1), upwards until the path verifies. Each passes the address policy, and what is
 * served counts only if it issued the certificate and is not revoked. Null where no other certificate could help.
 */
export async function repairChain(chain: BrokenChain, context: ProbeContext): Promise<Repair | null> {
  let missing = lackingIssuer(chain.problem, chain);
  if (missing === null) return null;
  const work: Work = { chain, context, allowance: openAllowance(context), added: [], spare: [] };
  for (let step = 0; step < deepest; step += 1) {
    const stopped = await addIssuers(missing, work);
    if (stopped !== null) return stopped;
    const result = search(work);
    if (result.trusted) return judgeMended(result.path, work);
    const next = lackingIssuer(result.problem, { ...chain, sent: allSent(work) });
    if (next === null || next.fingerprint256 === missing.fingerprint256) break;
    missing = next;
  }
  return stillBroken(search(work), work);
}

/**
 * The certificate whose issuer has to be found: nobody sent it, or another of its name, or one that has expired and may
 * have been renewed, or a root that may be cross-signed by one that is known.
 */
function lackingIssuer(
  problem: PathProblem,
  { leaf, sent }: Pick<BrokenChain, 'leaf' | 'sent'>,
): Certificate | null {
  const below = (issuer: Certificate) =>
    [leaf, ...sent].find(
      (one) => !one.selfIssued && nameKey(one.issuer.raw) === nameKey(issuer.subject.raw),
    ) ?? null;
  switch (problem.kind) {
    case 'issuer-missing':
    case 'wrong-issuer-key':
      return problem.of;
    case 'untrusted-root':
      return below(problem.root);
    case 'rule':
      return problem.rule === 'intermediate-expired' ? below(problem.at) : null;
    case 'self-signed':
    case 'bad-signature':
      return null;
  }
}

/** Null: something was added, and the search goes on. */
async function addIssuers(missing: Certificate, work: Work): Promise<Repair | null> {
  const { context, allowance, added, spare } = work;
  const known = spare.filter(
    ({ certificate }) => isNew(certificate, work) && isIssuerOf(certificate, missing),
  );
  if (known.length > 0) {
    added.push(...known);
    return null;
  }
  const fetched = await fetchIssuers(missing, allowance, context);
  if (fetched === null) return { outcome: 'no-url', of: missing, added };
  if (!('issuers' in fetched)) return { outcome: 'fetch-failed', of: missing, tried: fetched, added };
  const { url } = fetched;
  const fresh = fetched.issuers.filter((certificate) => isNew(certificate, work));
  if (fresh.length === 0) return stillBroken(search(work), work);
  added.push(...fresh.map((certificate) => ({ certificate, url, revocation: null })));
  spare.push(...fetched.others.map((certificate) => ({ certificate, url, revocation: null })));
  return null;
}

/** Neither sent nor fetched before: a circle of authorities that name each other ends here. */
function isNew({ fingerprint256 }: Certificate, { chain, added }: Work): boolean {
  const known = [chain.leaf, ...chain.sent, ...added.map(({ certificate }) => certificate)];
  return known.every((one) => one.fingerprint256 !== fingerprint256);
}

function allSent({ chain, added }: Work): readonly Certificate[] {
  return [...chain.sent, ...added.map(({ certificate }) => certificate)];
}

function search(work: Work): PathResult {
  const { chain, context } = work;
  return findPath({ leaf: chain.leaf, sent: allSent(work), store: context.trust, now: context.now() });
}

function stillBroken(result: PathResult, { added, chain }: Work): Repair {
  return { outcome: 'still-broken', added, problem: result.trusted ? chain.problem : result.problem };
}

async function judgeMended(path: readonly Certificate[], work: Work): Promise<Repair> {
  const { context } = work;
  const used = work.added.filter(({ certificate }) => path.includes(certificate));
  const added = await Promise.all(used.map((one) => withRevocation(one, path, context)));
  const revoked = added.find(({ revocation }) => revocation?.status === 'revoked');
  if (revoked !== undefined) return { outcome: 'revoked', added, revoked };
  // The anchor is the client's own; one that is trusted without being a root is left out as well.
  const toSend = path.slice(0, -1).map(({ der }) => der);
  const [leaf] = path;
  if (leaf === undefined) throw new Error('a path begins with the leaf');
  return {
    outcome: 'repaired',
    added,
    path,
    openssl: await askClient({
      chain: toSend,
      context: context.trust.secureContext,
      leafKey: leaf.publicKey.type,
      timeoutMs: context.budgetMs(clientMs),
      signal: context.signal,
    }),
    pem: {
      missing: pemOf(added.filter(isBelowAnchor).map(({ certificate }) => certificate.der)),
      chain: pemOf(toSend),
    },
  };

  function isBelowAnchor({ certificate }: AddedIssuer): boolean {
    return path.at(-1) !== certificate;
  }
}

async function withRevocation(
  added: AddedIssuer,
  path: readonly Certificate[],
  context: ProbeContext,
): Promise<AddedIssuer> {
  const [issuer, ...above] = path.slice(path.indexOf(added.certificate) + 1);
  if (issuer === undefined) return added;
  const brief = { ...context, budgetMs: (most: number) => context.budgetMs(Math.min(most, revocationMs)) };
  const { adopted } = await revocationOf(added.certificate, issuer, brief, above);
  return { ...added, revocation: adopted };
}

function pemOf(ders: readonly Uint8Array[]): string {
  return ders.map((der) => writePem(der)).join('');
}
