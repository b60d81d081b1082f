import { learned, notAsked, type ProbeOutcome, type ProbeResult } from '../core/probe.ts';
import { isHostName } from '../core/target.ts';
import { type CaaFacts, climbForCaa } from './caa.ts';
import { type ChainFacts, chainProbe, type ServedChain } from './chain.ts';
import { type ChallengeName, lookAtChallenge } from './issuance/challenge.ts';
import { type ChallengeDoor, knockForChallenge } from './issuance/challenge-door.ts';
import { shareDns } from './issuance/shared-dns.ts';
import { type BogusAnswer, trustOfName } from './issuance/trust.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { withoutTls } from './tls.ts';
import { persistentRecords, type ValidationRecord } from './validation-records.ts';

/**
 * What a public CA looks at before it issues the certificate anew, for every name in it (BR §3.2.2.4 and §3.2.2.8):
 * CAA, the places where control is proved, and whether their signatures hold. What a resolver here sees, not what theirs
 * do.
 */
export type IssuanceFacts = {
  /** The name by which the target is covered first, at most 20. */
  readonly names: readonly NameToProve[];
  /** Names beyond that, which nobody looked at. */
  readonly left: number;
  readonly doors: readonly ChallengeDoor[];
  /** Whether the resolver answers such questions at all; else silence says nothing about the zone. */
  readonly resolverKnows: { readonly caa: boolean; readonly txt: boolean };
};

export type NameToProve = {
  /** As in the certificate, `*.` in front of it for a wildcard. */
  readonly name: string;
  /** SHA-256 of the leaves that hold it. */
  readonly leaves: readonly string[];
  /** Of the name without `*.`. */
  readonly caa: CaaFacts;
  readonly challenge: ChallengeName;
  readonly bogus: readonly BogusAnswer[];
  /** Standing permissions, as in `validation-records`. */
  readonly persistent: readonly ValidationRecord[];
};

const mostNames = 20;
const mostLeaves = 4;
const mostDoors = 5;
const atOnce = 4;
const mostQuestions = 600;

export const issuanceProbe = defineProbe({
  name: 'issuance',
  layer: 'certificate',
  rung: { label: 'Next issuance', covers: [], always: false },
  needs: {},
  // Of one that clients refuse, having ended, it is of most interest.
  after: { chain: chainProbe },
  only: ['renewal'],
  deadlineMs: 20_000,
  notApplicable: withoutTls,
  describe({ names, left }: IssuanceFacts) {
    const more = left > 0 ? ` of ${names.length + left}` : '';
    return `${names.length}${more} ${names.length === 1 ? 'name' : 'names'} looked at`;
  },
  async run(_target, { chain }, context): Promise<ProbeOutcome<IssuanceFacts>> {
    const chains = chainsIn(chain).filter(({ publiclyTrusted }) => publiclyTrusted);
    if (chains.length === 0) return notAsked('no certificate of a public authority was seen');
    const wanted = namesIn(chains);
    const dns = shareDns(context, mostQuestions);
    const looked = { ...dns, signed: true };
    const [names, doors] = await Promise.all([
      inTurn(wanted.slice(0, mostNames), (name) => lookAtName(name, looked)),
      knockAll(chains, context),
    ]);
    // A registry's own name tells whether such a question passes at all.
    if (!dns.wasAnswered('TXT')) await lookAtChallenge('com', dns.context);
    if (!dns.wasAnswered('CAA')) await climbForCaa('com', dns.context);
    const resolverKnows = { caa: dns.wasAnswered('CAA'), txt: dns.wasAnswered('TXT') };
    return learned<IssuanceFacts>({
      names,
      left: Math.max(0, wanted.length - mostNames),
      doors,
      resolverKnows,
    });
  },
});

function chainsIn(result: ProbeResult<ChainFacts>): readonly ServedChain[] {
  return result.status === 'skipped' ? [] : (result.facts?.chains ?? []);
}

type Wanted = Pick<NameToProve, 'name' | 'leaves'>;

function namesIn(chains: readonly ServedChain[]): readonly Wanted[] {
  const leaves = new Map<string, Set<string>>();
  const covering = chains.flatMap(({ names }) => (names.matches ? [names.by] : []));
  const first = covering.map((name) => name.toLowerCase());
  for (const name of first) leaves.set(name, new Set());
  for (const { leaf } of byLeaf(chains)) {
    for (const entry of leaf.names?.dns ?? []) {
      const name = entry.toLowerCase();
      if (!isHostName(ownerOf(name)) || !name.includes('.')) continue;
      leaves.set(name, (leaves.get(name) ?? new Set()).add(leaf.fingerprint256));
    }
  }
  return [...leaves].flatMap(([name, of]) => (of.size === 0 ? [] : [{ name, leaves: [...of] }]));
}

function byLeaf(chains: readonly ServedChain[]): readonly ServedChain[] {
  const distinct = new Map(chains.map((served) => [served.leaf.fingerprint256, served]));
  return [...distinct.values()].slice(0, mostLeaves);
}

/** Where CAA and challenges of a name stand: a wildcard has them at the name below its star (RFC 8659 §3). */
export function ownerOf(name: string): string {
  return name.startsWith('*.') ? name.slice(2) : name;
}

type Looking = { readonly context: ProbeContext; signed: boolean };

async function lookAtName({ name, leaves }: Wanted, looking: Looking): Promise<NameToProve> {
  const owner = ownerOf(name);
  const { context } = looking;
  const [caa, challenge, persistent] = await Promise.all([
    climbForCaa(owner, context),
    lookAtChallenge(owner, context),
    persistentRecords(owner, context),
  ]);
  const trust = looking.signed ? await trustOfName(challenge.name, caa, context) : null;
  if (trust?.signed === false) looking.signed = false;
  return { name, leaves, caa, challenge, bogus: trust?.bogus ?? [], persistent };
}

/** HTTP-01 proves no wildcard: who needs one proves by DNS, and the rest of that certificate with it. */
async function knockAll(
  chains: readonly ServedChain[],
  context: ProbeContext,
): Promise<readonly ChallengeDoor[]> {
  const names = byLeaf(chains).flatMap(({ leaf }) => {
    const dns = leaf.names?.dns ?? [];
    return dns.some((name) => name.startsWith('*.')) ? [] : dns.map((name) => name.toLowerCase());
  });
  const asked = [...new Set(names)]
    .filter((name) => isHostName(name) && name.includes('.'))
    .slice(0, mostDoors);
  const doors = await Promise.all(asked.map((name) => knockForChallenge(name, context)));
  return doors.filter((door) => door !== null);
}

/** A few at a time, in the order given. */
async function inTurn<In, Out>(
  values: readonly In[],
  work: (value: In) => Promise<Out>,
): Promise<readonly Out[]> {
  const done: Out[] = [];
  for (let from = 0; from < values.length; from += atOnce) {
    done.push(...(await Promise.all(values.slice(from, from + atOnce).map(work))));
  }
  return done;
}
