import { type DoctorLine, skipped, warning, well, wrong } from '../../../core/doctor.ts';
import { lengthText } from '../../../core/text/duration.ts';
import { isRecordOf, keptMark } from '../../../core/watch/kept-mark.ts';
import type { Vitals } from '../../../store/copies/sight.ts';
import type { DoctorCheck } from '../check.ts';
import { processLines } from '../processes.ts';

const dayMs = 86_400_000;
/** Clocks of two machines differ by less. */
const skewMs = 5 * 60_000;

export const watchingCheck: DoctorCheck = {
  name: 'watching',
  deadlineMs: 60_000,
  async look({ store, config, now }) {
    // What is wrong with it is told by its own line.
    const sight = await store().catch(() => null);
    if (sight?.vitals == null) return [skipped('There is no store that can be looked into.')];
    const lines = [
      ...processLines(sight, now()),
      lookLine(sight.vitals, config.sweep.intervalMs, now()),
      digestLine(sight.vitals, now()),
    ];
    return config.canary ? [...lines, canaryLine(sight.vitals, now())] : lines;
  },
};

function lookLine({ endpoints, sweptAt }: Vitals, intervalMs: number, now: Date): DoctorLine {
  if (endpoints === 0) return well('Nothing is watched yet.');
  if (sweptAt === null)
    return warning(`${endpoints} endpoints are watched, and none was ever looked at.`, 'Start the bot.');
  const agoMs = now.getTime() - sweptAt.getTime();
  if (agoMs < -skewMs) {
    return wrong(
      `The last look is ${lengthText(-agoMs)} in the future: the clock was set back.`,
      'Look at the clock of this machine (timedatectl). The bot looks anew by itself.',
    );
  }
  if (agoMs > 2 * intervalMs + skewMs)
    return warning(
      `The last look was ${lengthText(agoMs)} ago, with one due every ${lengthText(intervalMs)}.`,
      'See that the bot runs, and what its log says of sweeps.',
    );
  return well(`${endpoints} endpoints are watched; the last look was ${lengthText(Math.max(0, agoMs))} ago.`);
}

function digestLine({ digests, digestSentAt }: Vitals, now: Date): DoctorLine {
  if (digests === 0) return well('No digest is scheduled.');
  if (digestSentAt === null)
    return well(`${digests} digests are scheduled; none that is remembered was sent.`);
  return well(
    `${digests} digests are scheduled; the last arrived ${lengthText(Math.max(0, now.getTime() - digestSentAt.getTime()))} ago.`,
  );
}

function canaryLine({ canary }: Vitals, now: Date): DoctorLine {
  const last = canary === null ? null : readCanary(canary);
  if (last === null)
    return well('The canary has not been sent out yet; that comes minutes after the first start.');
  if (last.failures > 0)
    return wrong(
      'The last canary failed: this bot does not see what it must see.',
      '/vantage says more; so does the log.',
    );
  const agoMs = now.getTime() - last.at.getTime();
  if (agoMs > 2 * dayMs)
    return warning(`The last canary was ${lengthText(agoMs)} ago.`, 'See that the bot runs.');
  return well(`The canary came back ${lengthText(Math.max(0, agoMs))} ago.`);
}

function readCanary(kept: string): { readonly at: Date; readonly failures: number } | null {
  const result = keptMark<{ readonly at: string; readonly failures: readonly unknown[] }>(
    kept,
    isRecordOf({ at: 'date', failures: 'list' }),
  );
  return result && { at: new Date(result.at), failures: result.failures.length };
}
