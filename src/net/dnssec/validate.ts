import { type Answered, type AskSigned, createAsker, isAnswered } from './asking.ts';
import { brokenLink, type Trust } from './broken-link.ts';
import { followDname } from './dname.ts';
import { ancestors } from './names.ts';
import { judgeAbsence } from './negative.ts';
import { judgeRrset } from './positive.ts';
import type { Ds } from './records.ts';
import { findRrset } from './rrset.ts';
import { broken, unsure, type Walker } from './walk.ts';
import { createZoneLog, type ZoneSeen } from './zone-log.ts';

export type ValidateOptions = {
  readonly ask: AskSigned;
  readonly anchors: readonly Ds[];
  readonly now: Date;
  /** Most questions for all of it. */
  readonly mostQueries?: number;
};

export type Validation = {
  readonly answers: readonly { readonly type: string; readonly trust: Trust<unknown> }[];
  /** Every zone passed, from the root down. */
  readonly zones: readonly ZoneSeen[];
  readonly queries: number;
};

const usualQueries = 40;
/** Signature checks for one name: the longest honest chains take about 30 (CVE-2023-50387). */
const mostChecks = 120;
const mostAliases = 8;

/**
 * Validates what `ask` says of `name` for each type, from the trust anchors of the root down. Never throws for what
 * servers send; stops asking when `ask` says that there is no answer.
 */
export async function validate(
  name: string,
  types: readonly string[],
  { ask, anchors, now, mostQueries = usualQueries }: ValidateOptions,
): Promise<Validation> {
  const asker = createAsker(ask, mostQueries);
  const log = createZoneLog(now);
  const judge = { now, checks: { left: mostChecks } };
  const walker: Walker = { asker, judge, anchors, log, known: new Map() };
  // All at once, so that the walk finds most of its answers there: without signatures at the root none is wasted on it.
  const first = [asker.ask('.', 'DNSKEY'), ...types.map((type) => asker.ask(name, type))];
  const [root] = await Promise.all(first);
  if (root !== undefined && isAnswered(root) && findRrset(root.records, '.', 'DNSKEY') !== null) {
    for (const above of ancestors(name).slice(0, -1).slice(-mostAhead)) void asker.ask(above, 'DS');
  }
  const answers: Validation['answers'][number][] = [];
  for (const type of types) answers.push({ type, trust: await judgeQuestion(walker, name, type) });
  return { answers, zones: log.read(), queries: asker.asked() };
}

/** How many labels below the root are asked about before the walk is there. */
const mostAhead = 5;

/** Follows aliases from answer to answer: the weakest of all steps is what the whole is worth. */
async function judgeQuestion(walker: Walker, name: string, type: string): Promise<Trust<unknown>> {
  let current = name;
  let weakest: Trust<unknown> = { state: 'secure' };
  const seen = new Set<string>();
  while (seen.size <= mostAliases) {
    const answer = await walker.asker.ask(current, type);
    if (!isAnswered(answer)) return unsure(answer);
    const step = await judgeAnswer(walker, { name: current, type }, answer, seen);
    weakest = weaker(weakest, step.trust);
    if (weakest.state === 'bogus' || step.next === null) return weakest;
    current = step.next;
  }
  return unsure({ code: 'too-much' });
}

type Step = {
  readonly trust: Trust<unknown> /** Still to be asked about; null at the end. */;
  readonly next: string | null;
};
type Question = { readonly name: string; readonly type: string };

async function judgeAnswer(
  walker: Walker,
  { name, type }: Question,
  answer: Answered,
  seen: Set<string>,
): Promise<Step> {
  let trust: Trust<unknown> = { state: 'secure' };
  let current = name;
  for (;;) {
    const wanted = findRrset(answer.records, current, type);
    if (wanted !== null && answer.rcode === 'NXDOMAIN') {
      // Records of a name that is said not to exist: one half of this is not true.
      const link = brokenLink({ code: 'denial-not-proved', zone: current, name: current, type });
      return { trust: weaker(trust, broken(link)), next: null };
    }
    if (wanted !== null)
      return { trust: weaker(trust, await judgeRrset(walker, wanted, answer)), next: null };
    const alias = findRrset(answer.records, current, 'CNAME');
    if (alias === null) {
      const unfinished = current !== name && answer.rcode === 'NOERROR' && !hasSoa(answer);
      if (unfinished) return { trust, next: current };
      return { trust: weaker(trust, await judgeAbsence(walker, current, type, answer)), next: null };
    }
    if (seen.has(current) || seen.size > mostAliases) return { trust, next: null };
    seen.add(current);
    const dname = alias.signatures.length === 0 ? followDname(answer.records, current) : null;
    trust = weaker(trust, await judgeRrset(walker, dname?.rrset ?? alias, answer));
    const target = alias.records[0]?.data ?? current;
    if (dname !== null && dname.target !== target) {
      const place = { zone: dname.rrset.name, name: current, type: 'CNAME' };
      return { trust: weaker(trust, broken(brokenLink({ code: 'dname-mismatch', ...place }))), next: null };
    }
    if (trust.state === 'bogus') return { trust, next: null };
    current = target;
  }
}

function hasSoa({ authority }: Answered): boolean {
  return authority.some((record) => record.type === 'SOA');
}

const strength = { secure: 0, insecure: 1, indeterminate: 2, bogus: 3 } as const;

export function weaker(one: Trust<unknown>, other: Trust<unknown>): Trust<unknown> {
  return strength[other.state] > strength[one.state] ? other : one;
}
