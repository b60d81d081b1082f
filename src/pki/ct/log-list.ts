import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LogListError, listOf, objectOf, optional, textOf, timeOf } from './log-list-values.ts';
import { isLogKey } from './verify-sct.ts';

/** States of a log (Chrome's log lifecycle). The first three are equal to a client; `retired` keeps old SCTs good. */
export const logStates = ['qualified', 'usable', 'readonly', 'retired', 'pending', 'rejected'] as const;
export type LogState = (typeof logStates)[number];

export type CtLog = {
  readonly id: string;
  readonly description: string;
  readonly operator: string;
  /** Who ran it before, and until when. */
  readonly previousOperators: readonly { readonly name: string; readonly until: Date }[];
  readonly key: KeyObject;
  readonly state: { readonly name: LogState; readonly since: Date } | null;
  /** It takes certificates whose notAfter lies in here (`to` excluded); null when it takes all or none is known. */
  readonly interval: { readonly from: Date; readonly to: Date } | null;
  /** Serves the static API (C2SP static-ct-api) and not that of RFC 6962. */
  readonly tiled: boolean;
};

export type LogList = {
  readonly version: string;
  readonly date: Date;
  readonly logs: ReadonlyMap<string, CtLog>;
};

/** Far over the number of logs that ever were. */
const mostLogs = 2000;

/**
 * A log list in the schema v3 that Chrome publishes, or the part of it that is bundled here. Strict: whatever has
 * another shape, or an id that is not the hash of its key, is a `LogListError`. A log with a key of a kind that
 * RFC 6962 does not know is left out.
 */
export function readLogList(text: string): LogList {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new LogListError('it is not JSON');
  }
  const list = objectOf(json, 'the list');
  const logs = new Map<string, CtLog>();
  for (const entry of listOf(list.operators, 'operators')) {
    const operator = objectOf(entry, 'an operator');
    const name = textOf(operator.name, 'the name of an operator');
    for (const [kind, tiled] of [['logs', false] as const, ['tiled_logs', true] as const]) {
      for (const one of listOf(operator[kind] ?? [], `${kind} of ${name}`)) {
        const log = readLog(objectOf(one, 'a log'), name, tiled);
        if (log !== null) logs.set(log.id, log);
        if (logs.size > mostLogs) throw new LogListError(`it has over ${mostLogs} logs`);
      }
    }
  }
  if (logs.size === 0) throw new LogListError('it has no log');
  return {
    version: textOf(list.version, 'version'),
    date: timeOf(list.log_list_timestamp, 'log_list_timestamp'),
    logs,
  };
}

function readLog(log: Readonly<Record<string, unknown>>, operator: string, tiled: boolean): CtLog | null {
  const id = textOf(log.log_id, 'log_id');
  // A tiled log needs no description; one without is called by its address, as people do.
  const description = textOf(log.description ?? log.monitoring_url ?? log.url ?? id, 'description');
  const der = Buffer.from(textOf(log.key, `the key of ${description}`), 'base64');
  if (hash('sha256', der, 'base64') !== id) {
    throw new LogListError(`log_id of ${description} is not the SHA-256 of its key`);
  }
  const key = keyOf(der, description);
  if (!isLogKey(key)) return null;
  return {
    id,
    description,
    operator,
    previousOperators: listOf(log.previous_operators ?? [], 'previous_operators').map((one) => {
      const previous = objectOf(one, 'a previous operator');
      return { name: textOf(previous.name, 'its name'), until: timeOf(previous.end_time, 'end_time') };
    }),
    key,
    state: optional(log.state, (state) => readState(state, description)),
    interval: optional(log.temporal_interval, readInterval),
    tiled,
  };
}

function keyOf(der: Buffer, description: string): KeyObject {
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    throw new LogListError(`the key of ${description} cannot be read`);
  }
}

/** One key, the state's name, around its moment. */
function readState(value: unknown, description: string): CtLog['state'] {
  const [only, second] = Object.entries(objectOf(value, 'state'));
  const name = logStates.find((known) => known === only?.[0]);
  if (only === undefined || second !== undefined || name === undefined) {
    throw new LogListError(`${description} has not one of the states ${logStates.join(', ')}`);
  }
  return { name, since: timeOf(objectOf(only[1], name).timestamp, 'the timestamp of a state') };
}

function readInterval(value: unknown): CtLog['interval'] {
  const interval = objectOf(value, 'temporal_interval');
  return {
    from: timeOf(interval.start_inclusive, 'start_inclusive'),
    to: timeOf(interval.end_exclusive, 'end_exclusive'),
  };
}

let bundled: LogList | null = null;

/** The list that comes with Notafter; where it is from stands in the file itself. */
export function bundledLogList(): LogList {
  bundled ??= readLogList(readFileSync(new URL('./log-list-data.json', import.meta.url), 'utf8'));
  return bundled;
}

/** Who ran the log when it made that SCT (Chrome CT policy, "previous_operators"). */
export function operatorAt(log: CtLog, moment: Date): string {
  const before = log.previousOperators.filter(({ until }) => moment < until);
  const first = before.toSorted((one, other) => one.until.getTime() - other.until.getTime())[0];
  return first?.name ?? log.operator;
}
