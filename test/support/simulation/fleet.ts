import type { Mention, Place } from '../../../src/core/people.ts';
import { type RenewalWindow, renewalPlan } from '../../../src/core/watch/renewal/renewal.ts';
import type { Random } from './random.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A certificate as it is in the world, whoever looks. Times in ms since 1970. */
export type Leaf = {
  readonly fingerprint256: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly window: RenewalWindow | null;
  readonly names: readonly string[];
};

export type OutageKind = 'refused' | 'silent' | 'nxdomain' | 'wrong-name';
export type Span = { readonly from: number; readonly to: number };

/** One listener: which leaf it serves from when on, and when it is broken. */
export type Listener = {
  readonly host: string;
  readonly serves: readonly { readonly from: number; readonly leaf: Leaf }[];
  readonly outages: readonly (Span & { readonly kind: OutageKind })[];
};

/** What is renewed together: one certificate after the other, on one or more listeners. */
export type Site = {
  readonly home: Place;
  readonly owners: readonly Mention[];
  readonly listeners: readonly Listener[];
};

export type FleetPlan = {
  readonly certificates: number;
  readonly begin: number;
  readonly end: number;
  /** Everything is renewed in time everywhere, and nothing breaks on their side. */
  readonly healthy: boolean;
};

/** Days to live, and how many of a hundred live so long. */
const lives = [
  { days: 90, weight: 60 },
  { days: 45, weight: 25 },
  { days: 160 / 24, weight: 15 },
] as const;

export function makeFleet(plan: FleetPlan, random: Random): readonly Site[] {
  return Array.from({ length: plan.certificates }, (_, index) => siteOf(index, plan, random));
}

function siteOf(index: number, plan: FleetPlan, random: Random): Site {
  const count = random.chance(0.85) ? 1 : random.chance(0.85) ? random.whole(2, 3) : 8;
  const hosts = Array.from({ length: count }, (_, n) => `e${n}.site${index}.example`);
  const leaves = leavesOf(index, hosts, plan, random);
  const team = index % 40;
  return {
    home: { platform: 'slack', channel: `C${team}` },
    owners: random.chance(0.9) ? [ownerOf(team)] : [],
    listeners: hosts.map((host, n) => ({
      host,
      serves: leaves.map(({ leaf, from }, nth) => ({
        leaf,
        from: from + (nth === 0 || n === 0 ? 0 : lateness(leaf, plan, random)),
      })),
      outages: plan.healthy ? [] : outagesOf(plan, random),
    })),
  };
}

export function ownerOf(team: number): Mention {
  return { platform: 'slack', kind: team % 4 === 0 ? 'group' : 'user', id: `U${team}`, name: `owner${team}` };
}

type Served = { readonly leaf: Leaf; readonly from: number };

function leavesOf(
  index: number,
  names: readonly string[],
  plan: FleetPlan,
  random: Random,
): readonly Served[] {
  const lifeMs = lifeOf(random) * dayMs;
  const asks = random.chance(0.5);
  const found: Served[] = [];
  // In the first half of its life, so that nothing is late before anybody looked.
  let issued = plan.begin - random.between(0, 0.4) * lifeMs;
  for (let n = 0; issued < plan.end; n++) {
    const notAfter = issued + lifeMs;
    const leaf: Leaf = {
      fingerprint256: `${index.toString(16).padStart(8, '0')}${n.toString(16).padStart(8, '0')}`.padEnd(
        64,
        '0',
      ),
      notBefore: issued,
      notAfter,
      window: asks ? windowOf(issued, notAfter) : null,
      names,
    };
    found.push({ leaf, from: n === 0 ? plan.begin - dayMs : issued });
    issued = renewedAt(leaf, plan, random);
  }
  return found;
}

function lifeOf(random: Random): number {
  let point = random.between(0, 100);
  for (const { days, weight } of lives) {
    if (point < weight) return days;
    point -= weight;
  }
  return lives[0].days;
}

/** As Let's Encrypt names it: about when a third is left (half of a short life), for a fiftieth of it. */
function windowOf(notBefore: number, notAfter: number): RenewalWindow {
  const life = notAfter - notBefore;
  const start = notAfter - life / (life < 10 * dayMs ? 2 : 3);
  return {
    start: new Date(start),
    end: new Date(start + life / 50),
    source: "Let's Encrypt",
    explanationUrl: null,
  };
}

/** Nearly all renew by themselves in time; a few late, too late or when somebody has noticed. */
function renewedAt(leaf: Leaf, plan: FleetPlan, random: Random): number {
  const { due, overdue } = planOf(leaf);
  const inTime = due + random.between(0.05, 0.6) * (overdue - due);
  if (plan.healthy || random.chance(0.96)) return inTime;
  if (random.chance(0.6)) return overdue + random.between(0.1, 0.98) * (leaf.notAfter - overdue);
  return leaf.notAfter + random.between(1, random.chance(0.3) ? 30 * 24 : 72) * hourMs;
}

/** How long a further listener goes on with the old one: the reload that somebody forgot. */
function lateness(renewed: Leaf, { healthy }: FleetPlan, random: Random): number {
  const soon = random.between(0, 0.01) * (renewed.notAfter - renewed.notBefore);
  return healthy || random.chance(0.97) ? Math.min(soon, hourMs) : random.between(1, 20) * dayMs;
}

export function planOf({ notBefore, notAfter, window }: Leaf) {
  const plan = renewalPlan({
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    renewalWindow: window ?? undefined,
  });
  return {
    due: plan.due.getTime(),
    overdue: plan.overdue.getTime(),
    critical: plan.critical.getTime(),
  };
}

function outagesOf({ begin, end }: FleetPlan, random: Random): Listener['outages'] {
  const found: (Span & { kind: OutageKind })[] = [];
  while (random.chance(0.45)) {
    const from = random.between(begin, end);
    const hours = random.chance(0.6) ? random.between(0.2, 6) : random.between(6, 120);
    const kind = random.pick(['refused', 'silent', 'nxdomain', 'wrong-name'] as const);
    found.push({ from, to: from + hours * hourMs, kind });
  }
  return found;
}

/** What a listener serves at a moment, where it is up. */
export function leafAt({ serves }: Listener, at: number): Leaf | null {
  return serves.findLast(({ from }) => from <= at)?.leaf ?? null;
}
