import { deadEnd, learned, type ProbeOutcome } from '../core/probe.ts';
import { hostPort, type Target } from '../core/target.ts';
import { type RenewalState, renewalState } from '../core/watch/renewal/renewal.ts';
import type { Certificate } from '../pki/certificate/certificate.ts';
import { certificateLabel } from '../pki/certificate/describe.ts';
import type { NameMatch } from '../pki/names/name-match.ts';
import { matchName } from '../pki/names/names.ts';
import { findPath, type PathResult } from '../pki/path/path.ts';
import { servedBreaches } from '../pki/rules/index.ts';
import { type LifetimeLimit, lifetimeDays, lifetimeLimit } from '../pki/rules/lifetime-limit.ts';
import type { PathBreach } from '../pki/rules/rule.ts';
import { type PathEntry, pathEntries, type SentEntry, sentEntries } from './chain/chain-list.ts';
import { type ChainOrder, chainOrder } from './chain/chain-order.ts';
import { repairChain } from './chain/chain-repair.ts';
import { type PublicSecrets, publicSecretsOf } from './chain/public-secrets.ts';
import type { Repair } from './chain/repair-facts.ts';
import { type StoreVerdict, storeVerdicts } from './chain/store-verdicts.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import type { TlsFacts, TlsSession } from './tls/tls-facts.ts';
import { tlsProbe, withoutTls } from './tls.ts';

/** What verifiers say of each different list of certificates that the addresses serve. */
export type ChainFacts = {
  /** Name of the trust store, for every verdict. */
  readonly store: string;
  readonly chains: readonly ServedChain[];
};

export type ServedChain = PublicSecrets & {
  /** Addresses that serve exactly this list, as `ip:port`. */
  readonly addresses: readonly string[];
  readonly leaf: Certificate;
  /** As sent, leaf included, in the server's order. */
  readonly sent: readonly Certificate[];
  /** Entries of the server's list that are no certificate we can read; `sent` leaves them out. */
  readonly unreadable: TlsSession['unreadable'];
  readonly order: ChainOrder;
  readonly names: NameMatch;
  /** By share of the lifetime; what the CA says stands in the facts of `ari`. */
  readonly renewal: RenewalState;
  /** Of the leaf. The limit binds public authorities only; null: none was in force when it was issued. */
  readonly lifetime: { readonly days: number; readonly limit: LifetimeLimit | null };
  readonly path: PathResult;
  /** What each store by itself says of the list, once mended where it could be. */
  readonly stores: readonly StoreVerdict[];
  /** The path ends in an anchor of a public list: the Baseline Requirements bind it. */
  readonly publiclyTrusted: boolean;
  /** Tried only where another issuer could mend the path. */
  readonly repair: Repair | null;
  /** A trusted root of the organization whose issuer is missing: then it is no private CA. Null: none, or none missing. */
  readonly kin: string | null;
  /** Every entry as sent, with its place in the chain. */
  readonly entries: readonly SentEntry[];
  /** The path that verifies, as sent or once repaired, and where each certificate came from; null: none does. */
  readonly route: readonly PathEntry[] | null;
  readonly openssl: { readonly code: string; readonly message: string } | null;
  /** Rules of the standards that leaf and intermediates of the verifying path break, most of which nobody refuses. */
  readonly breaches: readonly PathBreach[];
};

export const chainProbe = defineProbe({
  name: 'chain',
  layer: 'chain',
  rung: { label: 'Certificate', covers: ['certificate', 'chain'], always: true },
  needs: { tls: tlsProbe },
  deadlineMs: 7500,
  notApplicable: withoutTls,
  describe({ chains }: ChainFacts) {
    const soonest = soonestOf(chains);
    if (soonest === undefined) return 'none could be read';
    const issuer = soonest.leaf.issuer.commonName ?? soonest.leaf.issuer.organization ?? 'an unnamed issuer';
    const more = chains.length > 1 ? ` (soonest of ${chains.length})` : '';
    return `from ${issuer}${more}`;
  },
  endsAt({ chains }: ChainFacts) {
    return soonestOf(chains)?.leaf.notAfter ?? null;
  },
  async run(target, { tls }, context): Promise<ProbeOutcome<ChainFacts>> {
    const groups = [...groupByList(tls).values()];
    const chains = await Promise.all(groups.map((group) => judgeChain(group, target, context)));
    const facts: ChainFacts = { store: context.trust.name, chains };
    if (chains.length === 0)
      return deadEnd('no-certificate', 'no certificate could be read', 'target', facts);
    const now = context.now();
    if (chains.some((chain) => isAcceptable(chain, now))) return learned(facts);
    return deadEnd('not-trusted', 'clients refuse the certificate of every address', 'target', facts);
  },
});

type Group = { readonly session: TlsSession; readonly addresses: string[] };

/** Addresses that serve the same list of certificates are judged once. */
function groupByList(tls: TlsFacts): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const { address, handshake } of tls.addresses) {
    if (handshake.kind !== 'completed' || handshake.session.chain.length === 0) continue;
    // Without a readable leaf the next certificate would be taken for it.
    if (handshake.session.unreadable.some(({ position }) => position === 0)) continue;
    const key = handshake.session.chain.map((certificate) => certificate.fingerprint256).join();
    const group = groups.get(key) ?? { session: handshake.session, addresses: [] };
    group.addresses.push(hostPort(address.ip, address.port));
    groups.set(key, group);
  }
  return groups;
}

function soonestOf(chains: readonly ServedChain[]): ServedChain | undefined {
  return chains.toSorted((one, other) => one.leaf.notAfter.getTime() - other.leaf.notAfter.getTime())[0];
}

async function judgeChain(
  { session, addresses }: Group,
  target: Target,
  context: ProbeContext,
): Promise<ServedChain> {
  const [leaf, ...others] = session.chain;
  if (leaf === undefined) throw new Error('a group holds at least one certificate');
  const now = context.now();
  const path = findPath({ leaf, sent: others, store: context.trust, now });
  const repair = path.trusted
    ? null
    : await repairChain({ leaf, sent: others, problem: path.problem }, context);
  const list = { sent: session.chain, unreadable: session.unreadable, order: chainOrder(session.chain) };
  const verified = verifiedPath({ path, repair });
  const publiclyTrusted = isPublic(path, context);
  return {
    addresses,
    leaf,
    ...list,
    names: matchName(leaf, target.host, target.hostKind),
    renewal: renewalState(leaf, now),
    lifetime: { days: lifetimeDays(leaf), limit: lifetimeLimit(leaf.notBefore) },
    path,
    stores: storeVerdicts(
      {
        leaf,
        sent: [...others, ...addedBy(repair)],
        path: verified === null ? path : { trusted: true, path: verified, detours: [] },
        now,
      },
      context.trust,
    ),
    publiclyTrusted,
    repair,
    kin: kinOf(path, context),
    entries: sentEntries(list, verified),
    route: verified && pathEntries(list, verified, addedBy(repair)),
    openssl: session.openssl,
    ...publicSecretsOf(session.chain, context.knownKeys),
    breaches: servedBreaches(verified, publiclyTrusted),
  };
}

function kinOf(path: PathResult, { trust }: ProbeContext): string | null {
  if (path.trusted || path.problem.kind !== 'issuer-missing') return null;
  const { organization } = path.problem.of.issuer;
  if (organization === null) return null;
  const root = trust.anchors.find(({ subject }) => subject.organization === organization);
  return root === undefined ? null : certificateLabel(root);
}

function isPublic(path: PathResult, { trust }: ProbeContext): boolean {
  const anchor = path.trusted ? path.path.at(-1) : undefined;
  return anchor !== undefined && trust.isPublic(anchor);
}

/** Leaf first, trust anchor last: as sent or, failing that, once repaired; null when no path is known. */
export function verifiedPath({
  path,
  repair,
}: Pick<ServedChain, 'path' | 'repair'>): readonly Certificate[] | null {
  if (path.trusted) return path.path;
  return repair?.outcome === 'repaired' ? repair.path : null;
}

/** Certificates that a repair adds to those that were sent. */
export function addedBy(repair: Repair | null): readonly Certificate[] {
  return repair?.outcome === 'repaired' ? repair.added.map(({ certificate }) => certificate) : [];
}

/** Whether a client that knows our trust store would go on to speak HTTP. */
export function isAcceptable(chain: ServedChain, now: Date): boolean {
  if (!chain.path.trusted || !chain.names.matches) return false;
  return chain.renewal !== 'expired' && now >= chain.leaf.notBefore;
}
