import { learned, notAsked } from '../core/probe.ts';
import type { AuthoritiesFacts } from './authorities/authority-facts.ts';
import { examineZone, type ZoneLook } from './authorities/examine-zone.ts';
import { asking, zoneOf } from './authorities/resolving.ts';
import { type DnsFacts, dnsProbe, withoutName } from './dns.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { createRecentFailures } from './revocation/recent-failures.ts';

const budgetMs = 2000;
/** Twice this and the way to the servers' addresses fit into the budget. */
const perTryMs = 650;

/** Where nothing on port 53 answers but the resolver, the next run need not find that out by waiting again. */
const closedWays = createRecentFailures<string>();
const closedWay = 'no name server beyond the resolver can be reached from here on port 53';
const noServers = 'the name has no name server that may be asked from here';

/** Asks past the resolver, and always ends well: what cannot be heard from here says nothing about the target. */
export const authoritiesProbe = defineProbe({
  name: 'authorities',
  layer: 'dns',
  rung: { label: 'Name servers', covers: [], always: false },
  needs: {},
  after: { dns: dnsProbe },
  only: ['dns', 'all'],
  deadlineMs: 2600,
  notApplicable: withoutName,
  describe({ zones, unseen }: AuthoritiesFacts) {
    const count = zones.reduce((sum, { servers }) => sum + servers.length, 0);
    return unseen ?? `${count} name servers asked`;
  },
  isUnsure({ unseen }) {
    return unseen !== null;
  },
  async run(_target, { dns }, context) {
    const facts = dns.status === 'skipped' ? null : (dns.facts ?? null);
    if (facts === null || !wasAnswered(facts)) return notAsked('no resolver answered for the name');
    if (closedWays.find('port 53', context) !== null) return learned({ zones: [], unseen: closedWay });
    const patience = AbortSignal.timeout(Math.ceil(context.budgetMs(budgetMs)));
    const looks = await zonesOf(facts, context, AbortSignal.any([context.signal, patience]));
    const asked = looks.reduce((sum, look) => sum + look.asked, 0);
    const heard = looks.some((look) => look.heard.size > 0);
    // One silent server may be a dead one; the parent's and the zone's together are a closed way.
    if (!heard && asked >= 3) closedWays.remember('port 53', closedWay, context);
    return learned<AuthoritiesFacts>({
      zones: looks.map((look) => look.facts),
      unseen: heard ? null : asked === 0 ? noServers : closedWay,
    });
  },
});

function wasAnswered({ lookup }: DnsFacts): boolean {
  return lookup !== null && [lookup.a, lookup.aaaa].some(({ status }) => status === 'answered');
}

/** The zone of the name, and that of where its aliases lead: both have to work. */
async function zonesOf(
  { name, addresses, lookup }: DnsFacts,
  context: ProbeContext,
  signal: AbortSignal,
): Promise<readonly ZoneLook[]> {
  const ask = asking(context, signal);
  const limits = { signal, perTryMs: context.budgetMs(perTryMs) };
  const end = lookup?.aliasLoop === false ? (lookup.aliases.at(-1)?.target ?? name) : name;
  const names = [...new Set([name, end])];
  const cuts = await Promise.all(names.map(async (asked) => ({ asked, cut: await zoneOf(asked, ask) })));
  const seen = new Set<string>();
  const looks = cuts.map(async ({ asked, cut }) => {
    if (cut === null || cut.zone === '.' || seen.has(cut.zone)) return null;
    // A name that does not exist below a registry: nothing of its own to ask about.
    if (!cut.zone.includes('.') && addresses.length === 0 && !cut.failsBelow) return null;
    seen.add(cut.zone);
    return examineZone(cut, asked, asked === name, ask, context, limits);
  });
  return (await Promise.all(looks)).filter((look) => look !== null);
}
