import { DatabaseSync } from 'node:sqlite';

/**
 * What a shell offers while a word is typed, read without the SQL library, without migrations and without a write. Throws
 * where the file cannot be read so: an older or newer release, or one that is locked.
 */
export function watchedUrls(path: string, typed: string, limit: number): readonly string[] {
  const rows = read(
    path,
    `select distinct url from endpoints where instr(url, ?) > 0 order by instr(url, '://' || ?) = 0, url limit ${Math.trunc(limit)}`,
    [typed.toLowerCase(), typed.toLowerCase()],
  );
  return rows.map(({ url }) => String(url));
}

/** `key=value` of what is watched. */
export function labelsInUse(path: string, typed: string, limit: number): readonly string[] {
  const rows = read(
    path,
    `select distinct pair.key || '=' || pair.value as label from endpoints, json_each(endpoints.labels) as pair
     where instr(label, ?) > 0 order by label limit ${Math.trunc(limit)}`,
    [typed],
  );
  return rows.map(({ label }) => String(label));
}

function read(path: string, sql: string, values: readonly string[]): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 50 });
  try {
    return database.prepare(sql).all(...values);
  } finally {
    database.close();
  }
}
