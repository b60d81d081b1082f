import { parseTarget, targetText } from '../../core/target.ts';
import { earliestPlan, type RenewalPlan, stateByPlan } from '../../core/watch/renewal/renewal.ts';
import type { WatchLine } from '../../core/watch/watch-line.ts';
import type { TimelineEntry } from '../../views/timeline/timeline.ts';
import type { JudgedLine } from './line-match.ts';

type Ending = {
  /** The first of them by address. */
  line: WatchLine;
  readonly fingerprint256: string;
  plan: RenewalPlan;
  endpoints: number;
};

/** Collects the certificates that end, each once however many endpoints serve it. */
export function gatherEnds(): {
  add(judged: JudgedLine): void;
  entries(now: Date): readonly TimelineEntry[];
} {
  const endings = new Map<string, Ending>();
  return {
    add({ line, plan }) {
      const certificate = line.seen?.certificate ?? null;
      if (certificate === null || plan === null) return;
      const known = endings.get(certificate.fingerprint256);
      if (known === undefined) {
        const { fingerprint256 } = certificate;
        endings.set(fingerprint256, { line, fingerprint256, plan, endpoints: 1 });
        return;
      }
      known.plan = earliestPlan([known.plan, plan]);
      known.endpoints += 1;
      if (line.url < known.line.url) known.line = line;
    },
    entries: (now) => [...endings.values()].map((ending) => entryOf(ending, now)),
  };
}

function entryOf({ line, fingerprint256, plan, endpoints }: Ending, now: Date): TimelineEntry {
  const more = endpoints > 1 ? ` +${endpoints - 1}` : '';
  const { due, overdue, expired } = plan;
  return {
    name: `${lineName(line)}${more}`,
    state: stateByPlan(plan, now),
    due,
    overdue,
    notAfter: expired,
    href: endpoints > 1 ? `/watch?q=${fingerprint256}` : `/endpoint/${line.id}`,
  };
}

/** `targetText`; a thousand URLs cost more to parse than a page may take, and most are as plain as this. */
export function lineName({ url, address, client }: WatchLine): string {
  const plain = /^https:\/\/([^/:[\]]+):443\/$/.exec(url)?.[1];
  if (plain !== undefined && address === null && client === null) return plain;
  return targetText(parseTarget(url, address, client));
}
