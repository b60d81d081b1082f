import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Writable } from 'node:stream';
import type { Config } from '../config.ts';
import { UserError } from '../core/errors.ts';
import type { Counts } from '../store/copies/source.ts';
import { fileError, isThere, partOf, putInPlace } from './files.ts';
import { databasePath, openSource } from './place.ts';

export type BackupOptions = {
  readonly config: Pick<Config, 'dataDir' | 'databaseUrl'>;
  readonly version: string;
  readonly now: Date;
  readonly signal: AbortSignal;
};

export type BackupReport = {
  readonly rows: Counts;
  readonly sha256: string;
  readonly bytes: number;
};

/**
 * Writes all that is kept into one file, whole or not at all, and reads it once more before it gets its name. `overwrite`
 * false: UserError where something is there already.
 */
export async function backupTo(
  file: string,
  { overwrite, ...options }: BackupOptions & { readonly overwrite: boolean },
): Promise<BackupReport> {
  await refuseOwnFile(file, options.config);
  if (!overwrite && (await exists(file))) throw isThere(file);
  const part = partOf(file);
  try {
    const written = await writeTo(createWriteStream(part, { flags: 'wx', mode: 0o600 }), options);
    const { checkBackup } = await import('../store/copies/read-backup.ts');
    await checkBackup(part);
    const { size } = await stat(part);
    await putInPlace(part, file, overwrite);
    return { ...written, bytes: size };
  } catch (error) {
    await rm(part, { force: true });
    throw fileError(error, file);
  }
}

/** The same into a pipe, which nobody can read again. UserError where it does not take all of it. */
export async function backupInto(
  output: NodeJS.WritableStream,
  options: BackupOptions,
): Promise<BackupReport> {
  let bytes = 0;
  const counted = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      output.write(chunk, (error) => done(error));
    },
  });
  // Told to whoever wrote, as well.
  output.on('error', () => undefined);
  try {
    const written = await writeTo(counted, options);
    return { ...written, bytes };
  } catch (error) {
    throw fileError(error, 'Standard output');
  }
}

async function writeTo(to: Writable, { config, version, now, signal }: BackupOptions) {
  const source = await openSource(config);
  try {
    const { writeBackup } = await import('../store/copies/write-backup.ts');
    return await writeBackup(source, to, { version, at: now, signal });
  } finally {
    await source.close();
  }
}

/** With --force it would be gone. */
async function refuseOwnFile(file: string, config: BackupOptions['config']): Promise<void> {
  const own = databasePath(config);
  const [one, other] = await Promise.all([file, own].map((path) => stat(path).catch(() => null)));
  if (one != null && other != null && one.ino === other.ino && one.dev === other.dev)
    throw new UserError(`${file} is the store itself. Give the backup another name.`);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
