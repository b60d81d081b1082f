import type { Context, Hono } from 'hono';
import type { AlertHook, AlertOutcome, ForeignAlert } from '../../core/doors/alert-hook.ts';
import { createAttempts } from '../access/attempts.ts';
import { peerOf } from '../access/peer.ts';
import { type AppWorld, untilGone } from '../app-world.ts';
import { boundedBody } from '../bounded-body.ts';
import { isSigned } from '../hooks/is-signed.ts';
import { readAlerts } from '../hooks/payload.ts';

const mostBytes = 1024 * 1024;
/** Of one delivery; a thousand alerts at once are one outage, and nobody reads a thousand answers. */
const mostAlerts = 20;
const mostAtOnce = 4;
/** Grafana waits 30 s. What is not done by then is sent again, and what is done is not done twice. */
const longestMs = 25_000;

/** Alerts of others: a door of its own, with a secret of its own, under any name of this machine. */
export function addHooks(app: Hono, hook: AlertHook, world: AppWorld): void {
  const attempts = createAttempts(world.now);
  const take = (source: ForeignAlert['source']) => async (context: Context) => {
    const peer = peerOf(context, world.publicUrl !== null);
    const waitMs = attempts.waitMs(peer);
    if (waitMs > 0)
      return context.text('Too many wrong secrets came from there.\n', 429, {
        'retry-after': String(Math.ceil(waitMs / 1000)),
      });
    const bytes = await boundedBody(context, mostBytes);
    if (bytes === null) {
      return context.text('That is more than 1 MiB. Send fewer alerts at once.\n', 413);
    }
    const body = Buffer.from(bytes).toString('utf8');
    if (!isSigned(context, body, hook.secret, world.now())) {
      attempts.failed(peer);
      world.log.warn({ peer, source }, 'a webhook came without the right secret');
      return context.text('Send HOOK_SECRET as Authorization: Bearer, or sign with it.\n', 401);
    }
    attempts.succeeded(peer);
    const alerts = readAlerts(body, source);
    if (alerts === null) return context.text(`That is no webhook of ${source}.\n`, 400);
    const signal = AbortSignal.any([
      untilGone(context, world.closing.answers),
      AbortSignal.timeout(longestMs),
    ]);
    const outcomes = await answerAll(alerts.slice(0, mostAlerts), hook, signal);
    const unfinished = outcomes.filter((outcome) => outcome === null).length;
    const counts = countsOf(outcomes, alerts.length - outcomes.length);
    if (unfinished === 0) return context.json(counts);
    return context.json({ ...counts, unfinished }, 503);
  };
  app.post('/hooks/alertmanager', take('Alertmanager'));
  app.post('/hooks/grafana', take('Grafana'));
}

/** Null: there was no time for it. Rejects for bugs. */
async function answerAll(
  alerts: readonly ForeignAlert[],
  hook: AlertHook,
  signal: AbortSignal,
): Promise<readonly (AlertOutcome | null)[]> {
  const outcomes = new Array<AlertOutcome | null>(alerts.length).fill(null);
  const waiting = alerts.entries();
  await Promise.all(Array.from({ length: mostAtOnce }, run));
  return outcomes;

  async function run(): Promise<void> {
    for (const [place, alert] of waiting) {
      if (signal.aborted) return;
      try {
        outcomes[place] = await hook.answer(alert, signal);
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      }
    }
  }
}

function countsOf(outcomes: readonly (AlertOutcome | null)[], leftOut: number) {
  const count = (kind: AlertOutcome['kind']) => outcomes.filter((outcome) => outcome?.kind === kind).length;
  return {
    queued: count('queued'),
    known: count('known'),
    unasked: count('unasked'),
    unreadable: outcomes.flatMap((outcome) => (outcome?.kind === 'unreadable' ? [outcome.reason] : [])),
    leftOut,
  };
}
