import type { Episode } from './episodes.ts';
import type { Asked } from './people.ts';
import { type Said, saidTwice } from './said.ts';
import type { Vitals } from './vitals.ts';
import type { ToxicName } from './waves.ts';
import type { PlaceName } from './ways.ts';

export type Outcome = {
  readonly place: PlaceName;
  readonly toxic: ToxicName;
  readonly bad: readonly Span[];
  readonly before: Vitals;
  /** Null: it was not there any more. */
  readonly after: Vitals | null;
  readonly vitals: readonly Vitals[];
  readonly stalls: readonly number[];
  readonly looks: number;
  readonly isAlive: boolean;
  readonly exitCode: number | null;
  readonly settledMs: number;
  readonly readyAfterMs: number | null;
  readonly stopMs: number;
  readonly asked: readonly Asked[];
  readonly episodes: readonly Episode[];
  readonly said: readonly Said[];
  /** How often it was said that so much at once looks like us. */
  readonly breaker: number;
  readonly log: string;
};

export type Row = {
  readonly place: PlaceName;
  readonly toxic: ToxicName;
  readonly commands: { readonly answered: number; readonly told: number; readonly silent: number };
  readonly alarms: { readonly told: number; readonly lost: number; readonly ended: number };
  readonly twice: { readonly inWindow: number; readonly outside: number };
  readonly falseAlarms: number;
  readonly breaker: number;
  readonly rssMb: readonly [before: number, most: number, after: number | null];
  readonly handles: readonly [before: number, most: number, after: number | null];
  readonly threads: readonly [before: number, most: number, after: number | null];
  readonly longestStallMs: number;
  readonly looks: number;
  readonly readyAfterS: number | null;
  readonly settledAfterS: number;
  readonly stopS: number;
  readonly errorsLogged: number;
  /** One sentence per promise that was not kept. */
  readonly broken: readonly string[];
};

/** What may be left over after all is well again: caches, pools, code that was loaded meanwhile, a heap that nobody tidied yet. */
const mostHandlesMore = 20;
const mostRssMoreMb = 200;
const mostStopMs = 10_000;
const mostReadyMs = 120_000;
/** Times of messages are whole seconds, and it takes a moment from a platform's yes to the note of it. */
const aMomentMs = 2000;

export function judgeCell(outcome: Outcome): Row {
  const { place, toxic, before, after, vitals, asked, episodes, said, bad } = outcome;
  const count = (wanted: Asked['outcome']) => asked.filter((one) => one.outcome === wanted).length;
  const twice = saidTwice(said);
  const inWindow = twice.filter(({ at }) => isInWindow(place, at, bad));
  const troubled = new Set(episodes.map(({ host }) => host));
  const falseAlarms = falseOnes(said, troubled);
  const lost = episodes.filter(({ openedAt }) => openedAt === null);
  const unended = episodes.filter(({ openedAt, endedAt }) => openedAt !== null && endedAt === null);
  const faults = asked.filter(({ shown }) => shown.includes('Something broke inside Notafter'));
  const triple = (name: 'rssMb' | 'handles' | 'threads') =>
    [before[name], Math.max(before[name], ...vitals.map((one) => one[name])), after?.[name] ?? null] as const;
  return {
    place,
    toxic,
    commands: { answered: count('answered'), told: count('told'), silent: count('silent') },
    alarms: {
      told: episodes.length - lost.length,
      lost: lost.length,
      ended: episodes.length - lost.length - unended.length,
    },
    twice: { inWindow: inWindow.length, outside: twice.length - inWindow.length },
    falseAlarms: falseAlarms.length,
    breaker: outcome.breaker,
    rssMb: triple('rssMb'),
    handles: triple('handles'),
    threads: triple('threads'),
    longestStallMs: Math.max(0, ...outcome.stalls),
    looks: outcome.looks,
    readyAfterS: outcome.readyAfterMs === null ? null : Math.round(outcome.readyAfterMs / 100) / 10,
    settledAfterS: Math.round(outcome.settledMs / 1000),
    stopS: Math.round(outcome.stopMs / 100) / 10,
    errorsLogged: outcome.log.split('\n').filter((line) => line.includes('"level":50')).length,
    broken: [
      ...asked
        .filter((one) => one.outcome === 'silent')
        .map(({ on, what, shown }) => `no answer on ${on} to ${what}: ${shown.slice(0, 100) || 'nothing'}`),
      ...faults.map(({ what, shown }) => `a fault was shown to ${what}: ${shown.slice(0, 300)}`),
      ...lost.map(({ host, showing, on }) => `the alarm of ${host} (${showing}) never came to ${on}`),
      ...unended.map(
        ({ host, showing, on }) => `the end of the alarm of ${host} (${showing}) never came to ${on}`,
      ),
      ...twice
        .filter((one) => !inWindow.includes(one))
        .map(({ key }) => `said twice outside of the send window: ${key}`),
      ...falseAlarms.map(({ on, first }) => `a false alarm on ${on}: ${first.slice(0, 160)}`),
      ...promisesOfProcess(outcome),
    ],
  };
}

function promisesOfProcess({ before, after, isAlive, exitCode, readyAfterMs, stopMs }: Outcome): string[] {
  const broken: string[] = [];
  if (!isAlive) return [`the bot ended by itself, with ${exitCode}`];
  if (readyAfterMs === null) broken.push('the bot is not ready again');
  else if (readyAfterMs > mostReadyMs)
    broken.push(`ready again only after ${Math.round(readyAfterMs / 1000)} s`);
  if (exitCode !== 0) broken.push(`the bot was stopped and ended with ${exitCode}`);
  if (stopMs > mostStopMs) broken.push(`it took ${Math.round(stopMs / 1000)} s to stop`);
  if (after === null) return broken;
  const more = { handles: after.handles - before.handles, rssMb: after.rssMb - before.rssMb };
  if (more.handles > mostHandlesMore) broken.push(`${more.handles} handles more than before`);
  if (more.rssMb > mostRssMoreMb) broken.push(`${more.rssMb} MB more than before`);
  return broken;
}

/**
 * The first was said while the way of its acknowledgement was bad: of the platform's yes to the bot, or of the bot's note of it
 * to the database. What was sent then is sent again, and nothing else ever is.
 */
function isInWindow(place: PlaceName, at: readonly number[], bad: readonly Span[]): boolean {
  if (place !== 'chat' && place !== 'database') return false;
  return at
    .slice(0, -1)
    .every((first) => bad.some(({ from, until }) => first >= from - aMomentMs && first <= until + aMomentMs));
}

function falseOnes(said: readonly Said[], troubled: ReadonlySet<string>): readonly Said[] {
  return said.filter(({ first }) => {
    const named = first.match(/e\d+\.chaos\.test/g) ?? [];
    return named.length > 0 && !named.some((host) => troubled.has(host));
  });
}

export type Span = { readonly from: number; readonly until: number };
