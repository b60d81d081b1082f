import { databaseName } from '../../../core/database-url.ts';
import { type DoctorLine, warning, well, wrong } from '../../../core/doctor.ts';
import { damageText } from '../../../core/store/damaged.ts';
import type { ServerSight, StoreSight } from '../../../store/copies/sight.ts';
import { oldestServer } from '../../../store/postgres/unsuitable.ts';
import { databasePath } from '../../place.ts';
import type { DoctorCheck } from '../check.ts';

const mostClockMs = 5000;
const connectionsOfAProcess = 10;

export const databaseCheck: DoctorCheck = {
  name: 'database',
  // A file of gigabytes is read whole.
  deadlineMs: 60_000,
  async look({ config, store }) {
    const url = config.databaseUrl;
    const name = url === null ? databasePath(config) : `PostgreSQL at ${databaseName(url)}`;
    const sight = await store();
    if (sight === null)
      return [
        warning(`There is no store at ${name} yet.`, 'The bot makes it. If there was one, look at DATA_DIR.'),
      ];
    return [
      ...schemaLines(name, sight),
      ...rowLines(sight),
      ...(sight.server === null ? [] : serverLines(sight.server)),
    ];
  },
};

function schemaLines(name: string, { damage, missing, unknown, engine }: StoreSight): readonly DoctorLine[] {
  if (damage.length > 0) {
    return damage.map((what) =>
      wrong(
        `${name} is damaged: ${what}.`,
        'Stop the bot and restore a backup: notafter restore FILE. The damaged file is kept aside.',
      ),
    );
  }
  if (unknown.length > 0)
    return [
      wrong(
        `${name} was written by a newer release (${unknown.join(', ')}).`,
        'Update Notafter, or restore a backup from before.',
      ),
    ];
  if (missing.length > 0) {
    return [
      warning(
        `${name} is of an older release (${missing.length} steps behind).`,
        'The next start brings it up to date; take a backup before.',
      ),
    ];
  }
  return [well(`${name} ${engine === 'sqlite' ? 'is sound and' : 'answers and is'} of this release.`)];
}

const mostRows = 10;

function rowLines({ vitals }: StoreSight): readonly DoctorLine[] {
  if (vitals === null) return [];
  const { count, rows } = vitals.unreadable;
  const lines = rows.slice(0, mostRows).map((row) => {
    const { what, remedy } = damageText(row);
    return warning(`${what}.`, remedy);
  });
  if (count <= mostRows) return lines;
  return [
    ...lines,
    warning(
      `${count - mostRows} more rows cannot be read.`,
      'So many are no accident: restore a backup (notafter restore FILE).',
    ),
  ];
}

function serverLines(server: ServerSight): readonly DoctorLine[] {
  const lines: DoctorLine[] = [];
  const version = `${Math.floor(server.version / 10_000)}.${server.version % 10_000}`;
  if (server.version < oldestServer)
    lines.push(
      wrong(
        `PostgreSQL ${version} is too old; ${oldestServer / 10_000} is the oldest.`,
        'Move to a newer server.',
      ),
    );
  else lines.push(well(`PostgreSQL ${version}, ${server.isEncrypted ? 'encrypted' : 'not encrypted'}.`));
  if (server.isStandby)
    lines.push(wrong('The database is a standby and takes no writes.', 'Point DATABASE_URL at the primary.'));
  if (Math.abs(server.clockOffsetMs) > mostClockMs) {
    lines.push(
      warning(
        `The clock of the database differs from ours by ${Math.round(server.clockOffsetMs / 1000)} s.`,
        'Let both machines follow a time server (timedatectl, chronyc tracking).',
      ),
    );
  }
  if (server.connectionsLeft < connectionsOfAProcess) {
    lines.push(
      warning(
        `The database has ${server.connectionsLeft} connections left; each process takes up to ${connectionsOfAProcess}.`,
        'Raise max_connections, or run fewer processes.',
      ),
    );
  }
  return lines;
}
