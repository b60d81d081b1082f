import { z } from 'zod';
import type { ForeignAlert } from '../../core/doors/alert-hook.ts';
import { jsonOrNull } from '../../core/text/json.ts';
import { visibleLine } from '../../core/text/visible-text.ts';

const words = z.record(z.string().max(200), z.string().max(10_000)).default({});

/** Of both: Grafana's unified alerting sends Alertmanager's payload with more in it. What is not read may be anything. */
const payloadSchema = z.object({
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: words,
        annotations: words,
        startsAt: z.iso.datetime({ offset: true }),
        fingerprint: z.string().min(1).max(200),
      }),
    )
    .max(10_000),
});

type Alert = z.infer<typeof payloadSchema>['alerts'][number];

const longestName = 120;
const longestSummary = 300;

/** Null when it is no such payload. */
export function readAlerts(body: string, source: ForeignAlert['source']): readonly ForeignAlert[] | null {
  const read = payloadSchema.safeParse(jsonOrNull(body));
  return read.success ? read.data.alerts.map((alert) => alertFrom(alert, source)) : null;
}

function alertFrom(
  { status, labels, annotations, startsAt, fingerprint }: Alert,
  source: ForeignAlert['source'],
) {
  const summary = annotations.summary ?? annotations.description ?? '';
  return {
    source,
    fingerprint,
    state: status,
    name: line(labels.alertname ?? 'An alert', longestName),
    severity: labels.severity === undefined ? null : line(labels.severity, longestName),
    summary: summary === '' ? null : line(summary, longestSummary),
    startsAt: new Date(startsAt),
    instance: annotations.notafter_target ?? labels.target ?? labels.instance ?? null,
  } satisfies ForeignAlert;
}

function line(text: string, longest: number): string {
  const visible = visibleLine(text);
  return visible.length > longest ? `${visible.slice(0, longest - 3)}...` : visible;
}
