import { learned, notAsked } from '../core/probe.ts';
import { reachedHosts } from '../core/vantage/reading.ts';
import type { Standstill } from '../core/vantage/standstill.ts';
import type {
  MachineFacts,
  ReferenceIssuer,
  ReferenceLook,
  ResolverLook,
  Route,
} from '../core/vantage/vantage.ts';
import { routeTo } from '../net/machine/routes.ts';
import { type ChainFacts, chainProbe } from './chain.ts';
import { type DnsFacts, dnsProbe } from './dns.ts';
import { httpProbe } from './http.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { ariProbe } from './renewal.ts';
import { revocationProbe } from './revocation.ts';
import { tcpProbe } from './tcp.ts';
import { issuerOf } from './vantage/issuer-of.ts';
import type { Vantage } from './vantage/vantage.ts';
import { factsOf, placeOf, type Question, type TargetPlace, whatToAsk } from './vantage/what-to-ask.ts';

/** What is known of this machine's own connection, as far as it was of interest for the target. */
export type VantageFacts = {
  readonly place: TargetPlace;
  /** Null: the target left no doubt about it. */
  readonly machine: MachineFacts | null;
  /** The way to each address of the target; empty when the machine was not looked at. */
  readonly routes: readonly { readonly ip: string; readonly route: Route | null }[];
  /** Null: nobody was asked, or nobody answered in time. */
  readonly references: ReferenceLook | null;
  readonly resolver: ResolverLook | null;
  /** Of our own thread since the run began; null: nobody watched. */
  readonly standstill: Standstill | null;
  /** Who signed what the target shows, to be held beside who signed for the references. */
  readonly signers: readonly { readonly addresses: readonly string[]; readonly issuer: ReferenceIssuer }[];
};

const patienceMs = 1500;
const shortPatienceMs = 400;

export const vantageProbe = defineProbe({
  name: 'vantage',
  layer: 'vantage',
  rung: { label: 'Vantage', covers: ['vantage'], always: false },
  only: ['dns', 'certificate', 'renewal', 'all'],
  needs: {},
  after: {
    dns: dnsProbe,
    tcp: tcpProbe,
    chain: chainProbe,
    ari: ariProbe,
    revocation: revocationProbe,
    http: httpProbe,
  },
  deadlineMs: 2000,
  describe({ references }: VantageFacts) {
    const hosts = reachedHosts(references);
    return hosts.length === 0 ? 'nobody else was asked' : `${hosts.join(' and ')} reached`;
  },
  async run(_target, ended, context) {
    const { vantage, now } = context;
    if (vantage === undefined) return notAsked('nobody looks at this machine');
    const dns = factsOf(ended.dns);
    const place = placeOf(dns);
    const question = whatToAsk(ended, now());
    // Those that are asked now have no part in it.
    const standstill = context.standstill?.() ?? null;
    const [machine, references, resolver] = await Promise.all([
      question.machine ? vantage.machine.take(limits(patienceMs, context)) : null,
      askReferences(question, vantage, context),
      question.resolver ? vantage.resolver.take(limits(patienceMs, context)) : null,
    ]);
    return learned<VantageFacts>({
      place,
      machine,
      routes: routesTo(dns, machine),
      references,
      resolver,
      standstill,
      signers: signersOf(factsOf(ended.chain), context),
    });
  },
});

function limits(most: number, { budgetMs, signal }: ProbeContext) {
  return { patienceMs: budgetMs(most), signal };
}

async function askReferences(
  { references, brief }: Question,
  vantage: Vantage,
  context: ProbeContext,
): Promise<ReferenceLook | null> {
  if (!vantage.hasReferences) return null;
  switch (references) {
    case 'all':
      return vantage.references.take(
        limits(brief && isAwaited(vantage, context) ? shortPatienceMs : patienceMs, context),
      );
    case 'local':
      return vantage.localReferences.take(limits(patienceMs, context));
    case 'none':
      return vantage.references.peek();
  }
}

/** A person waits, and whoever is asked may be out of reach for good. An alarm has time, and hosts nearby are quick. */
function isAwaited({ hasFarReferences }: Vantage, { depth }: ProbeContext): boolean {
  return depth === 'all' && hasFarReferences;
}

function routesTo(dns: DnsFacts | null, machine: MachineFacts | null): VantageFacts['routes'] {
  if (machine === null || !machine.seen) return [];
  return (dns?.addresses ?? []).slice(0, 16).map((ip) => ({ ip, route: routeTo(ip, machine.routes) }));
}

function signersOf(chain: ChainFacts | null, { trust }: ProbeContext): VantageFacts['signers'] {
  return (chain?.chains ?? []).map(({ addresses, leaf, path }) => ({
    addresses,
    issuer: issuerOf(leaf, path, trust),
  }));
}
