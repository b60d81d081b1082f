import { learned, notAsked, type ProbeOutcome } from '../core/probe.ts';
import type { BrokenLink, TrustState } from '../net/dnssec/broken-link.ts';
import { rootAnchors } from '../net/dnssec/root-anchors.ts';
import type { Validation } from '../net/dnssec/validate.ts';
import { type DnsFacts, type DnsLookup, dnsProbe } from './dns.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { createRecentFailures } from './revocation/recent-failures.ts';

/** What the chain of trust from the root says of a name's answers, whatever the resolver thinks of them. */
export type DnssecFacts = Validation & {
  readonly name: string;
  /** Of the address records: the worst of A and AAAA. */
  readonly state: TrustState;
  /** Where the chain of the address records breaks; null unless bogus. */
  readonly link: BrokenLink | null;
  /** The same of CAA, which only certificate authorities ask for. */
  readonly caaLink: BrokenLink | null;
  /** The resolver that was asked, `ip:port`. */
  readonly server: string | null;
};

/** For all questions together; what is not known then stays unknown. */
const longestMs = 3000;
const perQuestionMs = 2000;
const types = ['A', 'AAAA', 'CAA'] as const;

export const dnssecProbe = defineProbe({
  name: 'dnssec',
  layer: 'dns',
  rung: { label: 'DNSSEC', covers: [], always: false },
  needs: {},
  after: { dns: dnsProbe },
  only: ['dns', 'all'],
  deadlineMs: longestMs + 500,
  notApplicable(target) {
    if (target.address !== null) return 'the address was given';
    if (target.hostKind !== 'name') return 'an address has no signatures';
    return target.host.includes('.') ? null : 'a name of one label is nothing of the public tree';
  },
  describe: ({ state }: DnssecFacts) => state,
  isUnsure: ({ state }) => state === 'indeterminate',
  async run(target, { dns }, context): Promise<ProbeOutcome<DnssecFacts>> {
    const lookup = lookupIn(dns);
    if (lookup === null) return notAsked('DNS was not asked');
    if ([lookup.a, lookup.aaaa].every(({ status }) => status === 'no-answer'))
      return notAsked('no resolver answers');
    const known = withoutSignatures.find(lookup.servers.join(), context);
    if (known !== null) return learned(factsFrom(target.host, lookup, known));
    const validation = await validated(target.host, context);
    if (validation.zones.length === 0 && isUntold(validation)) {
      withoutSignatures.remember(lookup.servers.join(), validation, context);
    }
    return learned(factsFrom(target.host, lookup, validation));
  },
});

/** Resolvers that did not even show the root signed: the next check need not ask them again, nor wait for them. */
const withoutSignatures = createRecentFailures<Validation>();

function isUntold({ answers }: Validation): boolean {
  return answers.every(({ trust }) => trust.state === 'indeterminate');
}

async function validated(name: string, context: ProbeContext): Promise<Validation> {
  // Most of a check never needs it: the library loads beside the probes above.
  const { validate } = await import('../net/dnssec/validate.ts');
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(longestMs), over.signal]);
  try {
    return await validate(name, types, {
      ask: (asked, type) =>
        context.network.dns.ask(
          { name: asked, type, dnssec: true, checkingDisabled: true },
          { signal, timeoutMs: context.budgetMs(perQuestionMs) },
        ),
      anchors: context.dnssecAnchors ?? rootAnchors(),
      now: context.now(),
    });
  } finally {
    // What was asked ahead and not needed.
    over.abort();
  }
}

function lookupIn(dns: { readonly facts?: DnsFacts } | object): DnsLookup | null {
  return 'facts' in dns ? (dns.facts?.lookup ?? null) : null;
}

function factsFrom(name: string, lookup: DnsLookup, validation: Validation): DnssecFacts {
  const worst = (wanted: readonly string[]) => {
    const trusts = validation.answers.filter(({ type }) => wanted.includes(type)).map(({ trust }) => trust);
    return states.flatMap((state) => trusts.find((trust) => trust.state === state) ?? [])[0] ?? null;
  };
  const [addresses, caa] = [worst(['A', 'AAAA']), worst(['CAA'])];
  const answered = [lookup.a, lookup.aaaa].find((answer) => answer.status === 'answered');
  return {
    ...validation,
    name,
    state: addresses?.state ?? 'indeterminate',
    link: addresses?.state === 'bogus' ? addresses.link : null,
    caaLink: caa?.state === 'bogus' ? caa.link : null,
    server: answered?.status === 'answered' ? answered.server : (lookup.servers[0] ?? null),
  };
}

const states: readonly TrustState[] = ['bogus', 'indeterminate', 'insecure', 'secure'];
