import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Pulse } from '../../src/core/operations.ts';
import { familiesOf } from '../../src/web/metrics/families.ts';

const at = new Date('2026-11-25T12:00:00Z');
const pulse: Pulse = {
  at,
  endpoints: { healthy: 1, degraded: 0, broken: 0, unknown: 0, unseen: 0 },
  muted: 0,
  certificates: { ok: 1, due: 0, overdue: 0, critical: 0, expired: 0 },
  soonest: [],
  leftOut: 0,
  alarms: [],
  outbox: [],
  damagedRows: 2,
  digestSentAt: at,
  members: [{ role: 'worker', vantage: 'eu-1', count: 2 }],
  sweepLagMs: 0,
};
const operations = {
  build: { version: '1', node: '1', vantage: 'here' },
  startedAt: at,
  platforms: () => [],
  worker: async () => null,
};
const worker = { looks: { healthy: 1, degraded: 0, broken: 0, unknown: 0 }, longestStallMs: 0 };
const families = familiesOf(operations, pulse, worker, at);

function ofProcess(): readonly string[] {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return register.getMetricsAsArray().map(({ name }) => name);
}
const labelsOf = new Map<string, readonly string[]>([
  ['up', []],
  ...ofProcess().map((name) => [name, []] as const),
  ...families.map(({ name, labels }) => [name, labels] as const),
]);

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

type Rule = { alert: string; expr: string; annotations: Record<string, string> };
const { groups } = parse(read('ops/prometheus/notafter-rules.yaml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
type Panel = { title: string; targets: { expr: string; legendFormat: string }[] };
const { panels } = JSON.parse(read('ops/grafana/notafter-dashboard.json')) as { panels: Panel[] };

/** Whatever looks like a metric of ours, of the process or of a scrape. */
function metricsIn(expr: string): readonly string[] {
  return expr.match(/\b(?:notafter_|probe_|process_|nodejs_)\w+|\bup\b/g) ?? [];
}

describe('rules and dashboard that are shipped', () => {
  it.each([
    ...rules.map(({ alert, expr, annotations }) => [alert, expr, JSON.stringify(annotations)] as const),
    ...panels.flatMap(({ title, targets }) =>
      targets.map(({ expr, legendFormat }) => [title, expr, legendFormat] as const),
    ),
  ])('%s asks for metrics and labels that there are', (_name, expr, words) => {
    const metrics = metricsIn(expr);
    expect(metrics.length).toBeGreaterThan(0);
    for (const metric of metrics) expect(labelsOf.has(metric), metric).toBe(true);
    const known = new Set(['job', ...metrics.flatMap((metric) => labelsOf.get(metric) ?? [])]);
    const asked = [
      ...expr.matchAll(/\{(\w+)=/g),
      ...[...expr.matchAll(/by \(([\w, ]+)\)/g)].flatMap(([, names]) => [
        ...(names ?? '').matchAll(/(\w+)/g),
      ]),
      ...words.matchAll(/\$labels\.(\w+)|\{\{(\w+)\}\}/g),
    ].map((match) => match[1] ?? match[2] ?? '');
    for (const label of asked) expect(known, label).toContain(label);
  });

  it.each(rules)('$alert is one alert however many processes tell of it', ({ expr }) => {
    const ofStore = /notafter_(?:sweep_lag|outbox_|digest_|not_after)|probe_success/.test(expr);
    if (ofStore) expect(expr).toMatch(/\b(?:min|max) by \((?:job|job, platform|job, target, address)\) \(/);
  });

  it('are named once each, and every metric of ours stands in the page', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    const page = read('docs/ecosystem.md');
    for (const { name } of families) expect(page).toContain(`\`${name}\``);
  });
});
