import { type DoctorLine, warning, well } from '../../core/doctor.ts';
import { roles } from '../../core/roles.ts';
import { livesForMs } from '../../core/vantages/member.ts';
import type { MemberSight, StoreSight } from '../../store/copies/sight.ts';

/** Who works on the store: what does not live does nothing, and what no process does is done by nobody. */
export function processLines(sight: StoreSight, now: Date): readonly DoctorLine[] {
  const living = (sight.vitals?.members ?? []).filter(
    ({ seenAt }) => Math.abs(now.getTime() - seenAt.getTime()) <= livesForMs,
  );
  // A file is locked by whoever has it open; connections to a database may be anybody's, and through a pool nobody's.
  if (!sight.inUse && (sight.engine === 'sqlite' || living.length === 0)) {
    return [
      warning(
        'No process has the store open: nothing is watched and nothing is sent.',
        'Start the bot: npm start.',
      ),
    ];
  }
  if (living.length === 0) return [well('A Notafter has the store open.')];
  return [well(`On the store work ${groupsOf(living).join('; ')}.`), ...gaps(living), ...releases(living)];
}

/** "2 processes as worker from eu-1". */
function groupsOf(living: readonly MemberSight[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { roles: does, vantage } of living) {
    const kind = `as ${does.map(plain).join(', ') || 'nothing known'}${vantage === null ? '' : ` from ${plain(vantage)}`}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .map(([kind, count]) => `${count} ${count === 1 ? 'process' : 'processes'} ${kind}`)
    .toSorted();
}

const undone = {
  bot: 'nobody is answered and nothing is sent',
  worker: 'nothing is looked at',
  scheduler: 'no sweep begins, and no alarm or digest is due',
} as const;

function gaps(living: readonly MemberSight[]): readonly DoctorLine[] {
  return roles
    .filter((role) => !living.some(({ roles: does }) => does.includes(role)))
    .map((role) =>
      warning(
        `No ${role} is among them: ${undone[role]}.`,
        `Start one: npm start -- ${role} (docs/scale.md).`,
      ),
    );
}

function releases(living: readonly MemberSight[]): readonly DoctorLine[] {
  const versions = [...new Set(living.map(({ version }) => plain(version)))].toSorted();
  if (versions.length < 2) return [];
  return [
    warning(
      `They are of several releases: ${versions.slice(0, 5).join(', ')}.`,
      'Bring all of them up to the newest; side by side is for the minutes of an upgrade.',
    ),
  ];
}

function plain(word: string): string {
  return word.replace(/[^\w.-]/g, '').slice(0, 40);
}
