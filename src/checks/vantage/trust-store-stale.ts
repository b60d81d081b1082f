import { defineCheck } from '../../core/check.ts';
import type { Evidence } from '../../core/finding.ts';
import { dayText } from '../../core/text/utc-text.ts';
import type { StoreVerdict } from '../../probes/chain/store-verdicts.ts';
import { chainProbe, type ServedChain } from '../../probes/chain.ts';
import { type ChainFault, judgeServed, problemOf } from '../reading/chain/served-chains.ts';
import { dissentOver, isOlder } from '../reading/chain/store-dissent.ts';
import { evidence } from '../reading/evidence.ts';

/** Root programmes add and drop roots several times a year. */
const oldAfterDays = 365;
const dayMs = 86_400_000;

const newerList =
  'Update Node, or give a current list with MOZILLA_CA_FILE (curl publishes cacert.pem), then restart.';
/** Its list is compiled in. The verdict goes by the newer one already. */
const updateNode =
  'Update Node, or Notafter where it brings its own; no setting mends the list inside. Until then Node programs of this version refuse such servers.';

export const trustStoreStale = defineCheck({
  id: 'vantage/trust-store-stale',
  severity: 'warning',
  blame: 'our-trust-store',
  title: 'A trust store of this bot is out of date',
  explanation:
    'A list of roots on our side is older than others and lacks a root that they have. That says nothing against the server: the verdict goes by the newest public list at hand. Whatever else uses the old list here refuses such servers.',
  fix: newerList,
  citation: 'RFC 5280 §6.1.1',
  reads: { chain: chainProbe },
  judge({ chain }, { now }) {
    return judgeServed(chain, 'warning', (served) => staleList(served) ?? oldJudge(served, now));
  },
});

function staleList(served: ServedChain): ChainFault | null {
  const dissent = dissentOver(served);
  if (dissent?.judge.trusted !== true) return null;
  const { judge } = dissent;
  const stale = dissent.refusing.filter((store) => store.isPublic && isOlder(store, judge));
  const [first] = stale;
  if (first === undefined) return null;
  return {
    fix: stale.every(({ kind }) => kind === 'node') ? updateNode : newerList,
    title: `Our store is out of date: ${first.name} lacks ${judge.anchor?.label ?? 'a root'}, which ${judge.name} has`,
    evidence: [
      evidence('root', judge.anchor?.subject ?? ''),
      evidence('SHA-256', judge.anchor?.fingerprint256 ?? ''),
      evidence('known to', judge.name),
      ...stale.map((store) => evidence('not known to', datedName(store))),
    ],
  };
}

/** An unknown root may be a new one when even the newest list is old. */
function oldJudge(served: ServedChain, now: Date): ChainFault | null {
  const kind = problemOf(served)?.kind;
  if (kind !== 'issuer-missing' && kind !== 'untrusted-root') return null;
  if (served.repair?.outcome === 'repaired') return null;
  const judge = served.stores.find(({ judges }) => judges);
  if (judge?.asOf == null) return null;
  const days = Math.floor((now.getTime() - judge.asOf.getTime()) / dayMs);
  if (days <= oldAfterDays) return null;
  const age: Evidence = evidence('age', `${days} days`);
  return {
    title: `Our newest list of roots is ${days} days old: the unknown issuer may be newer than it`,
    evidence: [evidence('newest list', datedName(judge)), age],
  };
}

function datedName({ name, asOf }: StoreVerdict): string {
  return asOf === null ? name : `${name}, no newer than ${dayText(asOf)}`;
}
