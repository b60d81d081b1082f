import type { Certificate } from '../certificate/certificate.ts';
import type { SctSource } from './delivered-scts.ts';
import { type CtLog, type LogList, operatorAt } from './log-list.ts';
import { hasLeafIndex, type Sct } from './sct.ts';
import type { SignedEntry } from './signed-entry.ts';
import { isSignedByLog } from './verify-sct.ts';

/** What an SCT is worth. Only `valid` ones count; `unknown-log` says as much about our list as about the SCT. */
export type SctFault =
  | 'malformed'
  | 'unknown-log'
  | 'bad-signature'
  | 'future'
  | 'outside-interval'
  | 'log-disqualified'
  | 'no-leaf-index';

export type SctVerdict = {
  readonly source: SctSource;
  /** Base64; null when the SCT could not be read. */
  readonly logId: string | null;
  readonly log: {
    readonly description: string;
    /** At the time of the SCT. */
    readonly operator: string;
    readonly tiled: boolean;
    /** Since when the log is retired, if it is: its older SCTs still count, in part. */
    readonly retired: Date | null;
  } | null;
  readonly timestamp: Date | null;
  /** Null: valid. */
  readonly fault: { readonly kind: SctFault; readonly detail: string } | null;
};

export type SctCase = {
  readonly source: SctSource;
  readonly leaf: Certificate;
  readonly entry: SignedEntry;
  readonly list: LogList;
  readonly now: Date;
};

/** Our own clock may be late by as much. */
const clockToleranceMs = 5 * 60_000;

export function judgeSct(sct: Sct, { source, leaf, entry, list, now }: SctCase): SctVerdict {
  const log = list.logs.get(sct.logId);
  const seen = { source, logId: sct.logId, timestamp: sct.timestamp };
  if (log === undefined) {
    return { ...seen, log: null, fault: { kind: 'unknown-log', detail: `log ${sct.logId} is not listed` } };
  }
  const { description, tiled } = log;
  const retired = log.state?.name === 'retired' && log.state.since <= now ? log.state.since : null;
  const told = { description, operator: operatorAt(log, sct.timestamp), tiled, retired };
  return { ...seen, log: told, fault: faultOf(sct, log, { retired, leaf, entry, now }) };
}

type Facts = Pick<SctCase, 'leaf' | 'entry' | 'now'> & { readonly retired: Date | null };

function faultOf(sct: Sct, log: CtLog, { leaf, entry, now, retired }: Facts): SctVerdict['fault'] {
  const { timestamp } = sct;
  if (!isSignedByLog(sct, entry, log.key)) {
    return { kind: 'bad-signature', detail: 'the signature is not that of the log over this certificate' };
  }
  if (timestamp.getTime() > now.getTime() + clockToleranceMs) {
    return { kind: 'future', detail: `its time, ${dayOf(timestamp)}, has not come yet` };
  }
  const { interval, state } = log;
  if (interval !== null && (leaf.notAfter < interval.from || leaf.notAfter >= interval.to)) {
    const { from, to } = interval;
    const wanted = `certificates that end from ${dayOf(from)} until before ${dayOf(to)}`;
    return {
      kind: 'outside-interval',
      detail: `the log takes ${wanted}; this one ends ${dayOf(leaf.notAfter)}`,
    };
  }
  if (state === null || state.name === 'pending' || state.name === 'rejected') {
    return { kind: 'log-disqualified', detail: `the log is ${state?.name ?? 'listed and not approved'}` };
  }
  if (retired !== null && timestamp >= retired) {
    return { kind: 'log-disqualified', detail: `the log was retired on ${dayOf(retired)}, before the SCT` };
  }
  if (log.tiled && !hasLeafIndex(sct)) {
    return {
      kind: 'no-leaf-index',
      detail: 'a static log has to say the place of the entry, and this SCT does not',
    };
  }
  return null;
}

function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'at an unreadable date' : date.toISOString().slice(0, 10);
}
