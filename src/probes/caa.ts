import { learned, notAsked } from '../core/probe.ts';
import { followAliases } from '../net/dns/aliases.ts';
import { climbFrom } from '../net/dns/name-tree.ts';
import { type CaaRecord, readCaa } from './caa/read-caa.ts';
import { dnsProbe, withoutName } from './dns.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { withoutTls } from './tls.ts';

/** Who may issue certificates for the name (RFC 8659 §3): every step of the climb up the tree. */
export type CaaFacts = {
  /** From the name itself upwards. */
  readonly steps: readonly CaaStep[];
};

export type CaaStep = {
  readonly name: string;
  /** `unanswered`: neither records nor a sure no. */
  readonly outcome: 'records' | 'none' | 'unanswered';
  readonly records: readonly CaaRecord[];
  /** Data of records that could not be read at all. */
  readonly unreadable: readonly string[];
  /** "NOERROR from 192.0.2.53:53", "timeout". */
  readonly said: string;
  readonly server: string | null;
};

const perLookupMs = 2000;
/** Deeper names begin their climb at this depth below the root; none is seen in the wild. */
const mostSteps = 10;

export const caaProbe = defineProbe({
  name: 'caa',
  layer: 'dns',
  rung: { label: 'CAA', covers: [], always: false },
  needs: { dns: dnsProbe },
  only: ['dns', 'all'],
  deadlineMs: 4500,
  notApplicable(target) {
    return withoutName(target) ?? withoutTls(target);
  },
  describe(facts: CaaFacts) {
    const at = relevantStep(facts);
    return at === null ? 'any CA may issue' : `${at.records.length} records at ${at.name}`;
  },
  async run({ host }, { dns }, context) {
    if (dns.source !== 'dns') return notAsked('the address does not come from DNS');
    return learned(await climbForCaa(host, context));
  },
});

export async function climbForCaa(host: string, context: ProbeContext): Promise<CaaFacts> {
  // All at once: a climb of one question after another is as long as the name.
  const steps = climbFrom(host)
    .slice(0, mostSteps)
    .map((name) => step(name, context));
  return { steps: await Promise.all(steps) };
}

async function step(name: string, { network, signal, budgetMs }: ProbeContext): Promise<CaaStep> {
  const answer = await network.dns.ask({ name, type: 'CAA' }, { signal, timeoutMs: budgetMs(perLookupMs) });
  if (answer.status === 'no-answer') {
    return { name, outcome: 'unanswered', records: [], unreadable: [], said: answer.reason, server: null };
  }
  const said = `${answer.rcode} from ${answer.server}`;
  // An alias is followed, its target's parents are not climbed: RFC 8659 §3.
  const { end } = followAliases(name, answer.records);
  const own = answer.records.filter((record) => record.type === 'CAA' && record.name === end);
  const read = own.map(({ data }) => ({ data, record: readCaa(data) }));
  const answered = answer.rcode === 'NOERROR' || answer.rcode === 'NXDOMAIN';
  return {
    name,
    outcome: own.length > 0 ? 'records' : answered ? 'none' : 'unanswered',
    records: read.flatMap(({ record }) => (record === null ? [] : [record])),
    unreadable: read.flatMap(({ data, record }) => (record === null ? [data] : [])),
    said,
    server: answer.server,
  };
}

/** The step whose records decide for `name`, or that got no answer before any came; null: nobody restricts anything. */
export function relevantStep({ steps }: CaaFacts, name = steps[0]?.name): CaaStep | null {
  const begin = steps.findIndex((one) => one.name === name);
  return steps.slice(Math.max(0, begin)).find(({ outcome }) => outcome !== 'none') ?? null;
}
