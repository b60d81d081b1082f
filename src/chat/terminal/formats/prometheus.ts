import { verdicts } from '../../../core/diagnosis.ts';
import { severities } from '../../../core/finding.ts';
import { visibleLine } from '../../../core/text/visible-text.ts';
import { type Measures, measuresOf } from '../../../views/measures.ts';
import type { Seen } from './seen.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = { readonly labels: Labels; readonly value: number };
type Metric = {
  readonly name: string;
  readonly help: string;
  samplesOf(seen: Seen, measures: Measures | null): readonly Sample[];
};

/** Names of blackbox_exporter where the same is meant, in seconds and Unix time as there; all are gauges. */
const metrics: readonly Metric[] = [
  one('probe_success', 'Displays whether or not the probe was a success', ({ verdict, diagnosis }) => {
    const failed = diagnosis?.results.some(({ status }) => status === 'failed') ?? true;
    return Number(!failed && verdict !== 'broken' && verdict !== 'unknown');
  }),
  one(
    'probe_duration_seconds',
    'Returns how long the probe took to complete in seconds',
    ({ elapsedMs }) => elapsedMs / 1000,
  ),
  one(
    'probe_dns_lookup_time_seconds',
    'Returns the time taken for probe dns lookup in seconds',
    (_seen, { lookupMs }) => (lookupMs === null ? null : lookupMs / 1000),
  ),
  one(
    'probe_ip_protocol',
    'Specifies whether probe ip protocol is IP4 or IP6',
    (_seen, { family }) => family,
  ),
  one(
    'probe_ssl_earliest_cert_expiry',
    'Returns last SSL chain expiry in unixtime, here of the first server certificate to end',
    (_seen, { firstEnd }) => (firstEnd === null ? null : firstEnd.getTime() / 1000),
  ),
  {
    name: 'probe_tls_version_info',
    help: 'Returns the TLS version used or NaN when unknown',
    samplesOf: (_seen, measures) =>
      measures?.tlsVersion == null ? [] : [{ labels: { version: tlsName(measures.tlsVersion) }, value: 1 }],
  },
  one('probe_http_status_code', 'Response HTTP status code', (_seen, { httpStatus }) => httpStatus),
  one('probe_http_redirects', 'The number of redirects', (_seen, { redirects }) => redirects),
  one('notafter_last_look_timestamp_seconds', 'When it was looked at, in unixtime', ({ diagnosis }) =>
    diagnosis === null ? null : diagnosis.at.getTime() / 1000,
  ),
  {
    name: 'notafter_verdict',
    help: 'Whether this is the verdict: 1 for one of them, 0 for the others',
    samplesOf: ({ verdict }) =>
      verdicts.map((name) => ({ labels: { verdict: name }, value: Number(name === verdict) })),
  },
  {
    name: 'notafter_findings',
    help: 'How many findings there are of each severity',
    samplesOf: ({ diagnosis }) =>
      diagnosis === null
        ? []
        : severities.map((severity) => ({
            labels: { severity },
            value: diagnosis.findings.filter((finding) => finding.severity === severity).length,
          })),
  },
  {
    name: 'notafter_root_cause_info',
    help: 'The one finding to mend first, and who has to',
    samplesOf: ({ diagnosis }) =>
      diagnosis?.rootCause == null
        ? []
        : [{ labels: { finding: diagnosis.rootCause.id, blame: diagnosis.blame }, value: 1 }],
  },
  one('notafter_addresses', 'How many addresses the name has', (_seen, { addresses }) => addresses),
  one(
    'notafter_addresses_open',
    'How many of them accept connections',
    (_seen, { openAddresses }) => openAddresses,
  ),
];

/** Samples as they come, by metric: what they were made of need not be kept. */
export type PrometheusSamples = Map<string, string[]>;

/** `samples` may be empty; a target is added once. */
export function addSamples(samples: PrometheusSamples, seen: Seen): void {
  const measures = seen.diagnosis === null ? null : measuresOf(seen.diagnosis);
  for (const { name, samplesOf } of metrics) {
    const lines: string[] = samplesOf(seen, measures).map(
      ({ labels, value }) => `${name}${labelText({ target: seen.name, ...labels })} ${value}`,
    );
    const known = samples.get(name);
    if (known === undefined) samples.set(name, lines);
    else known.push(...lines);
  }
}

/**
 * For the textfile collector of node_exporter: the text format 0.0.4, no timestamps, each metric once with all its targets.
 * Write it beside its name and rename it, as that collector asks.
 */
export function prometheusReport(samples: PrometheusSamples): string {
  const lines = metrics.flatMap(({ name, help }) => {
    const own = samples.get(name) ?? [];
    return own.length === 0 ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...own];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function one(
  name: string,
  help: string,
  measured: (seen: Seen, measures: Measures) => number | null,
): Metric {
  return {
    name,
    help,
    samplesOf(seen, measures) {
      const value = measured(seen, measures ?? unseen);
      return value === null || !Number.isFinite(value) ? [] : [{ labels: {}, value }];
    },
  };
}

const unseen: Measures = {
  lookupMs: null,
  addresses: null,
  openAddresses: null,
  family: null,
  tlsVersion: null,
  firstEnd: null,
  httpStatus: null,
  redirects: null,
};

/** "TLS 1.3", as the exporter has it. */
function tlsName(version: string): string {
  return version.replace(/^TLSv1$/, 'TLSv1.0').replace(/^TLSv/, 'TLS ');
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([key, value]) => {
    const escaped = visibleLine(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    return `${key}="${escaped}"`;
  });
  return `{${pairs.join(',')}}`;
}
