import type { Operations, Pulse, WorkerPulse } from '../../core/operations.ts';
import { platformNames } from '../../core/people.ts';
import type { Family, Sample } from '../../core/series.ts';
import type { OutboxTally } from '../../core/store/delivery.ts';

/** Everything that is told of a running Notafter; every name stands in `docs/ecosystem.md`. Null: that part could not be asked, and its metrics are left out. */
export function familiesOf(
  {
    build,
    startedAt,
    platforms,
    worker: askWorker,
  }: Pick<Operations, 'build' | 'startedAt' | 'platforms' | 'worker'>,
  pulse: Pulse | null,
  worker: WorkerPulse | null,
  now: Date,
): readonly Family[] {
  return [
    gauge('notafter_build_info', 'What runs; always 1.', [{ labels: { ...build }, value: 1 }]),
    gauge('notafter_start_time_seconds', 'When this process began, in seconds since 1970.', [
      alone(seconds(startedAt)),
    ]),
    gauge('notafter_store_up', 'Whether the store answered this scrape.', [alone(Number(pulse !== null))]),
    // A process that has none to have is not one whose worker is down.
    ...(askWorker === null ? [] : [workerUp(worker !== null)]),
    gauge(
      'notafter_platform_up',
      'Whether a chat platform that is switched on is connected.',
      platforms()
        .filter(({ state }) => state !== 'off' && state !== 'standing-by')
        .map(({ name, state }) => ({
          labels: { platform: name.toLowerCase() },
          value: Number(state === 'connected'),
        })),
      ['platform'],
    ),
    ...(worker === null ? [] : workerFamilies(worker)),
    ...(pulse === null ? [] : [...pulseFamilies(pulse, now), ...endpointFamilies(pulse, now)]),
  ];
}

function workerUp(isUp: boolean): Family {
  return gauge('notafter_worker_up', 'Whether the watch worker answered this scrape.', [alone(Number(isUp))]);
}

function workerFamilies({ looks, longestStallMs }: WorkerPulse): readonly Family[] {
  return [
    {
      name: 'notafter_looks_total',
      help: 'Diagnoses of the watch worker since it began, by verdict.',
      type: 'counter',
      labels: ['verdict'],
      samples: by('verdict', looks),
    },
    gauge(
      'notafter_worker_eventloop_delay_max_seconds',
      'Longest stall of the watch worker since it was asked last.',
      [alone(longestStallMs / 1000)],
    ),
  ];
}

function pulseFamilies(pulse: Pulse, now: Date): readonly Family[] {
  const { endpoints, certificates, muted, alarms, outbox, digestSentAt, damagedRows, members, sweepLagMs } =
    pulse;
  const waiting = ofEachPlatform(outbox, 'queued');
  const failed = ofEachPlatform(outbox, 'refused');
  return [
    gauge('notafter_endpoints', 'Watched endpoints by what the last look said.', by('state', endpoints), [
      'state',
    ]),
    gauge('notafter_endpoints_muted', 'Watched endpoints in planned maintenance.', [alone(muted)]),
    gauge(
      'notafter_certificates',
      'Watched endpoints by where their certificate stands.',
      by('state', certificates),
      ['state'],
    ),
    gauge(
      'notafter_alarms',
      'Open alarms.',
      alarms.map(({ problem, state, count }) => ({ labels: { problem, state }, value: count })),
      ['problem', 'state'],
    ),
    gauge(
      'notafter_outbox_waiting',
      'Messages that are still to be sent.',
      waiting.map(({ platform, count }) => ({ labels: { platform }, value: count })),
      ['platform'],
    ),
    gauge(
      'notafter_outbox_oldest_waiting_seconds',
      'For how long the oldest of them has waited.',
      waiting.map(({ platform, oldestAt }) => ({
        labels: { platform },
        value: oldestAt === null ? 0 : Math.max(0, seconds(now) - seconds(oldestAt)),
      })),
      ['platform'],
    ),
    gauge(
      'notafter_outbox_failed',
      'Messages that a platform refused for good and that are still remembered.',
      failed.map(({ platform, count }) => ({ labels: { platform }, value: count })),
      ['platform'],
    ),
    gauge(
      'notafter_digest_last_sent_timestamp_seconds',
      'When a digest was sent last, in seconds since 1970; left out while none was.',
      digestSentAt === null ? [] : [alone(seconds(digestSentAt))],
    ),
    gauge(
      'notafter_store_unreadable_rows',
      'Rows of the store that cannot be read and are left out, as found within the last hour.',
      [alone(damagedRows)],
    ),
    gauge(
      'notafter_members',
      'Processes that live on this store, once for each role.',
      members.map(({ role, vantage, count }) => ({ labels: { role, vantage }, value: count })),
      ['role', 'vantage'],
    ),
    gauge('notafter_sweep_lag_seconds', 'By how much the look is late that is late most; 0 while none is.', [
      alone(sweepLagMs / 1000),
    ]),
  ];
}

/** Zeros, too: of a series that begins with the first refusal no rule would ever see an increase. */
function ofEachPlatform(outbox: Pulse['outbox'], wanted: OutboxTally['state']) {
  const places = platformNames.filter((name) => name !== 'terminal');
  return places.map((platform) => {
    const tally = outbox.find((one) => one.platform === platform && one.state === wanted);
    return { platform, count: tally?.count ?? 0, oldestAt: tally?.oldestAt ?? null };
  });
}

function endpointFamilies({ soonest, leftOut }: Pulse, now: Date): readonly Family[] {
  const labels = ['target', 'address'];
  const named = soonest.map((line) => ({
    ...line,
    labels: { target: line.target, address: line.address ?? '' },
  }));
  const ending = named.flatMap(({ labels, notAfter }) =>
    notAfter === null ? [] : [{ labels, at: seconds(notAfter) }],
  );
  return [
    // The exporter's meaning: clients can work. Where we could not look there is nothing to say.
    gauge(
      'probe_success',
      'Whether clients could use the endpoint when it was looked at last.',
      named.flatMap(({ labels, verdict }) =>
        verdict === 'unknown' ? [] : [{ labels, value: Number(verdict !== 'broken') }],
      ),
      labels,
    ),
    gauge(
      'notafter_not_after_timestamp_seconds',
      'notAfter of the certificate that was seen last, in seconds since 1970.',
      ending.map(({ labels, at }) => ({ labels, value: at })),
      labels,
    ),
    gauge(
      'notafter_not_after_seconds',
      'Seconds until notAfter; negative once it is past.',
      ending.map(({ labels, at }) => ({ labels, value: at - seconds(now) })),
      labels,
    ),
    gauge(
      'notafter_endpoints_without_series',
      'Watched endpoints that are only in the totals (METRICS_ENDPOINTS).',
      [alone(leftOut)],
    ),
  ];
}

function gauge(
  name: string,
  help: string,
  samples: readonly Sample[],
  labels: readonly string[] = Object.keys(samples[0]?.labels ?? {}),
): Family {
  return { name, help, type: 'gauge', labels, samples };
}

function by(label: string, counts: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(counts).map(([key, value]) => ({ labels: { [label]: key }, value }));
}

function alone(value: number): Sample {
  return { labels: {}, value };
}

function seconds(at: Date): number {
  return at.getTime() / 1000;
}
