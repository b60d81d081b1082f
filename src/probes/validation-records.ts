import { learned, notAsked } from '../core/probe.ts';
import { followAliases } from '../net/dns/aliases.ts';
import { climbFrom } from '../net/dns/name-tree.ts';
import { type IssueValue, readIssueValue } from './caa/read-caa.ts';
import { dnsProbe, withoutName } from './dns.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { withoutTls } from './tls.ts';

/**
 * Standing permissions for a CA to take control of the name as proved (ACME's dns-persist-01, BR §3.2.2.4.22): TXT records
 * at `_validation-persist.<name>` with the form of a CAA issue value.
 */
export type ValidationRecordsFacts = { readonly records: readonly ValidationRecord[] };

export type ValidationRecord = {
  /** Where it stands: `_validation-persist.example.org`. */
  readonly name: string;
  readonly text: string;
  /** The CA's domain; null when it names none. */
  readonly issuer: string | null;
  /** It speaks for names below as well. */
  readonly wildcard: boolean;
  /** Null: without end, or `persistUntil` cannot be read. */
  readonly until: Date | null;
  readonly server: string;
};

const perLookupMs = 2000;
const mostNames = 5;
const mostRecords = 8;

export const validationRecordsProbe = defineProbe({
  name: 'validation-records',
  layer: 'dns',
  rung: { label: 'Validation records', covers: [], always: false },
  needs: { dns: dnsProbe },
  only: ['dns', 'all'],
  deadlineMs: 4500,
  notApplicable(target) {
    return withoutName(target) ?? withoutTls(target);
  },
  describe({ records }: ValidationRecordsFacts) {
    return records.length === 0 ? 'none' : `${records.length} persistent`;
  },
  async run({ host }, { dns }, context) {
    if (dns.source !== 'dns') return notAsked('the address does not come from DNS');
    return learned<ValidationRecordsFacts>({ records: await persistentRecords(host, context) });
  },
});

/** Those that speak for `host`: its own, and those above it that say so. */
export async function persistentRecords(
  host: string,
  context: ProbeContext,
): Promise<readonly ValidationRecord[]> {
  // Nothing stands at a registry: the last label is left out.
  const names = climbFrom(host)
    .slice(0, mostNames)
    .filter((name) => name === host || name.includes('.'));
  const found = await Promise.all(names.map((name) => recordsAt(name, context)));
  const speaking = found.flatMap((records, index) =>
    records.filter(({ wildcard }) => index === 0 || wildcard),
  );
  return speaking.slice(0, mostRecords);
}

async function recordsAt(
  owner: string,
  { network, signal, budgetMs }: ProbeContext,
): Promise<readonly ValidationRecord[]> {
  const name = `_validation-persist.${owner}`;
  const answer = await network.dns.ask({ name, type: 'TXT' }, { signal, timeoutMs: budgetMs(perLookupMs) });
  if (answer.status !== 'answered' || answer.rcode !== 'NOERROR') return [];
  const { end } = followAliases(name, answer.records);
  return answer.records
    .filter((record) => record.type === 'TXT' && record.name === end)
    .flatMap(({ data }) => {
      const text = joined(data);
      const value = readIssueValue(text);
      return value === null ? [] : [{ name, text, server: answer.server, ...permissionIn(value) }];
    });
}

/** The strings of one TXT record make one text. */
function joined(data: string): string {
  return [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(([, part = '']) => part)
    .join('')
    .replace(/\\(\d{3})|\\(.)/g, (_all, decimal?: string, plain?: string) =>
      decimal === undefined ? (plain ?? '') : String.fromCharCode(Number(decimal)),
    );
}

function permissionIn({ domain, parameters }: IssueValue) {
  const textOf = (tag: string) => parameters.find((parameter) => parameter.tag === tag)?.value;
  const until = textOf('persistuntil') ?? '';
  const at = /^\d{1,11}$/.test(until) ? new Date(Number(until) * 1000) : null;
  return { issuer: domain, wildcard: textOf('policy')?.toLowerCase() === 'wildcard', until: at };
}
