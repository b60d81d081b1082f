import { type DoctorLine, skipped, warning, well, wrong } from '../../../core/doctor.ts';
import { lengthText } from '../../../core/text/duration.ts';
import { isRecordOf, keptMark } from '../../../core/watch/kept-mark.ts';
import type { DoctorCheck } from '../check.ts';

/** A Date header has whole seconds, and an answer takes time. */
const mostOffsetMs = 5000;

export const clockCheck: DoctorCheck = {
  name: 'clock',
  deadlineMs: 15_000,
  async look({ vantage, store, config, now }) {
    const kept = await store().then(
      (sight) => sight?.vitals?.clockJump ?? null,
      // What is wrong with the store is told by its own line.
      () => null,
    );
    const report = await vantage();
    const voices =
      report?.references?.references.flatMap(({ clock }) => (clock === null ? [] : [clock])) ?? [];
    return [
      offsetLine(voices.map(({ offsetMs }) => offsetMs)),
      ...jumpLines(kept, now()),
      zoneLine(config.zone, now()),
    ];
  },
};

/** Half of them have to agree, or one bad clock of others would be taken for ours. */
export function offsetLine(offsets: readonly number[]): DoctorLine {
  const sorted = offsets.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (median === undefined) return skipped('Nobody could be asked what time it is.');
  if (Math.abs(median) <= mostOffsetMs) return well('The clock agrees with others.');
  const seconds = Math.round(Math.abs(median) / 1000);
  return wrong(
    `The clock of this machine is ${seconds} s ${median > 0 ? 'behind' : 'ahead'}.`,
    'Let it follow a time server (timedatectl set-ntp true, chronyc makestep): alarms and dates go by it.',
  );
}

const recentMs = 86_400_000;

function jumpLines(kept: string | null, now: Date): readonly DoctorLine[] {
  const jump = keptMark<{ readonly at: string; readonly byMs: number }>(
    kept,
    isRecordOf({ at: 'date', byMs: 'number' }),
  );
  if (jump === null) return [];
  const { at, byMs } = jump;
  if (Math.abs(now.getTime() - Date.parse(at)) > recentMs) return [];
  return [
    warning(
      `The clock jumped ${lengthText(Math.abs(byMs))} ${byMs > 0 ? 'ahead' : 'back'} while the bot ran, to ${at}.`,
      'Find out what set it (journalctl -u systemd-timesyncd, chronyc tracking, a machine that was paused). Nothing has to be done about the bot.',
    ),
  ];
}

function zoneLine(zone: string, now: Date): DoctorLine {
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
  return well(`The time zone is ${zone}; it is ${shown.format(now)} there.`);
}
