import type { Disasters } from './disasters.ts';
import { type Leaf, planOf, type Site } from './fleet.ts';
import type { Delivered } from './ledger.ts';
import type { SightingsBook } from './sightings.ts';

const hourMs = 3_600_000;
/** Seen this long before its end it has to be told: longer than the chat is ever down. */
const slackMs = 5 * hourMs;
/** Longer than any process is down and any clock set back: who looks at nothing finds nothing to announce. */
const blindMs = 96 * hourMs;

export type Outcome = {
  readonly sites: readonly Site[];
  readonly begin: number;
  readonly end: number;
  readonly healthy: boolean;
  readonly delivered: readonly Delivered[];
  readonly sightings: SightingsBook;
  readonly disasters: Disasters;
  readonly counts: { readonly steps: number; readonly restarts: number; readonly faults: number };
};

export type Report = {
  /** In the order of telling. */
  readonly counts: Readonly<Record<string, number>>;
  /** One sentence per broken promise; none when all were kept. */
  readonly broken: readonly string[];
};

export function judge(outcome: Outcome): Report {
  const { sites, delivered, sightings, counts, healthy } = outcome;
  const lapsed = lapsedIn(outcome).map((leaf) => ({ leaf, fate: fateOf(leaf, outcome) }));
  const having = (fate: Fate) => lapsed.filter((one) => one.fate === fate).map(({ leaf }) => leaf);
  const twice = repeatedCalls(delivered);
  const again = repeated(delivered.map(({ key }) => key));
  const blind = sightings.longestBlindMs(outcome.begin, outcome.end);
  const crowded = healthy ? crowdedDays(delivered) : [];
  const alarms = delivered.filter(({ problem }) => problem !== null);
  return {
    counts: {
      'certificates in the course of time': new Set(
        sites.flatMap((site) =>
          site.listeners.flatMap(({ serves }) => serves.map(({ leaf }) => leaf.fingerprint256)),
        ),
      ).size,
      listeners: sites.reduce((sum, { listeners }) => sum + listeners.length, 0),
      looks: sightings.looks(),
      'hours at most without any look': Math.round(blind / hourMs),
      steps: counts.steps,
      'processes stopped in the middle': counts.restarts,
      'faults logged': counts.faults,
      'ended while served': lapsed.length,
      'announced and called before': having('announced').length,
      'not to be seen in time': having('unseen').length,
      'lapses unannounced': having('unannounced').length,
      'lapses nobody was called about': having('uncalled').length,
      'messages delivered': delivered.length,
      'of them alarms and what follows': alarms.length,
      calls: delivered.reduce((sum, { calls }) => sum + calls.length, 0),
      'duplicate calls': twice.length,
      'messages delivered twice': again.length,
      'most unprompted messages in a place and day': mostInADay(delivered),
    },
    broken: [
      ...having('unannounced').map((leaf) => `${nameOf(leaf)} ended unannounced`),
      ...having('uncalled').map((leaf) => `nobody was called about ${nameOf(leaf)}`),
      ...twice.map((call) => `called twice: ${call}`),
      ...again.map((key) => `delivered twice: ${key}`),
      ...crowded.map((day) => `more than one message of its own accord: ${day}`),
      ...(blind > blindMs ? [`nobody looked at anything for ${Math.round(blind / hourMs)} hours`] : []),
      ...(counts.faults > 0 ? [`${counts.faults} faults in the log`] : []),
    ],
  };
}

/** Every certificate that some listener still served when it ended. */
function lapsedIn({ sites, begin, end }: Outcome): readonly Leaf[] {
  const found = new Map<string, Leaf>();
  for (const { serves } of sites.flatMap(({ listeners }) => listeners)) {
    serves.forEach(({ leaf }, index) => {
      const until = serves[index + 1]?.from ?? Number.POSITIVE_INFINITY;
      if (until > leaf.notAfter && leaf.notAfter > begin && leaf.notAfter < end) {
        found.set(leaf.fingerprint256, leaf);
      }
    });
  }
  return [...found.values()];
}

type Fate = 'announced' | 'unseen' | 'unannounced' | 'uncalled';

function fateOf(leaf: Leaf, { delivered, sightings }: Outcome): Fate {
  const seen = sightings.lateSeen(leaf.fingerprint256);
  const told = (toldOf.get(delivered) ?? index(delivered)).get(leaf.fingerprint256) ?? [];
  const before = told.filter(({ at }) => at <= leaf.notAfter);
  const inTime = (at: number | null) => at !== null && at <= leaf.notAfter - slackMs;
  if (before.length === 0) return inTime(seen?.overdueAt ?? null) ? 'unannounced' : 'unseen';
  const called = before.some(({ calls }) => calls.length > 0);
  return !called && inTime(seen?.criticalAt ?? null) ? 'uncalled' : 'announced';
}

const toldOf = new WeakMap<readonly Delivered[], ReadonlyMap<string, readonly Delivered[]>>();

function index(delivered: readonly Delivered[]): ReadonlyMap<string, readonly Delivered[]> {
  const lapses = delivered.filter(({ problem, unprompted }) => problem === 'lapse' && unprompted);
  const byLeaf = Map.groupBy(lapses, ({ fingerprint256 }) => fingerprint256 ?? '');
  toldOf.set(delivered, byLeaf);
  return byLeaf;
}

function repeatedCalls(delivered: readonly Delivered[]): readonly string[] {
  return repeated(delivered.flatMap(({ calls }) => calls));
}

function repeated(values: readonly string[]): readonly string[] {
  const counted = Map.groupBy(values, (value) => value);
  return [...counted].filter(([, same]) => same.length > 1).map(([value]) => value);
}

function perDay(delivered: readonly Delivered[]): ReadonlyMap<string, readonly Delivered[]> {
  return Map.groupBy(
    delivered.filter(({ unprompted }) => unprompted),
    ({ where, at }) => `${where} on ${new Date(at).toISOString().slice(0, 10)}`,
  );
}

function crowdedDays(delivered: readonly Delivered[]): readonly string[] {
  return [...perDay(delivered)]
    .filter(([, same]) => same.length > 1)
    .map(([day, same]) => `${day} (${same.map(({ key }) => key).join(', ')})`);
}

function mostInADay(delivered: readonly Delivered[]): number {
  return Math.max(0, ...[...perDay(delivered).values()].map((same) => same.length));
}

function nameOf(leaf: Leaf): string {
  const { overdue, critical } = planOf(leaf);
  const dates = [overdue, critical, leaf.notAfter].map((at) => new Date(at).toISOString());
  return `${leaf.names[0]} ${leaf.fingerprint256.slice(0, 16)} (overdue, critical, notAfter: ${dates.join(', ')})`;
}
