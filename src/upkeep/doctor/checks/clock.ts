import { type DoctorLine, skipped, well, wrong } from '../../../core/doctor.ts';
import type { DoctorCheck } from '../check.ts';

/** A Date header has whole seconds, and an answer takes time. */
const mostOffsetMs = 5000;

export const clockCheck: DoctorCheck = {
  name: 'clock',
  deadlineMs: 15_000,
  async look({ vantage, config, now }) {
    const report = await vantage();
    const voices =
      report?.references?.references.flatMap(({ clock }) => (clock === null ? [] : [clock])) ?? [];
    return [offsetLine(voices.map(({ offsetMs }) => offsetMs)), zoneLine(config.zone, now())];
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

function zoneLine(zone: string, now: Date): DoctorLine {
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
  return well(`The time zone is ${zone}; it is ${shown.format(now)} there.`);
}
