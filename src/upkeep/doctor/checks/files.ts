import { access, constants, stat } from 'node:fs/promises';
import { type DoctorLine, warning, well, wrong } from '../../../core/doctor.ts';
import { codeOf } from '../../files.ts';
import { databasePath } from '../../place.ts';
import type { DoctorCheck } from '../check.ts';

export const filesCheck: DoctorCheck = {
  name: 'files',
  async look({ config }) {
    const own = await Promise.all([folderLine(config.dataDir), privateLine('.env', 'It holds tokens.')]);
    const database = config.databaseUrl === null ? await storeLines(databasePath(config)) : [];
    const lines = [...own.flat(), ...database];
    return lines.length > 0 ? lines : [well('Files and folders have the rights they need.')];
  },
};

async function folderLine(folder: string): Promise<readonly DoctorLine[]> {
  try {
    if (!(await stat(folder)).isDirectory())
      return [wrong(`DATA_DIR (${folder}) is no folder.`, 'Name a folder, or move that file away.')];
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return [];
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      return [warning(`DATA_DIR (${folder}) is not there yet.`, 'The bot makes it when it starts here.')];
    return [
      wrong(
        `DATA_DIR (${folder}) cannot be used by this user (${codeOf(error)}).`,
        `Make it the user's own: chown -R ${process.getuid?.() ?? 'USER'} ${folder}; chmod 700 ${folder}. A disk that is read-only has to be mounted for writing.`,
      ),
    ];
  }
}

async function storeLines(path: string): Promise<readonly DoctorLine[]> {
  const lines: DoctorLine[] = [...(await privateLine(path, 'It holds messages and names.'))];
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}.lock`]) {
    const found = await stat(file).catch(() => null);
    if (found === null) continue;
    try {
      await access(file, constants.R_OK | constants.W_OK);
    } catch {
      lines.push(
        wrong(
          `${file} belongs to user ${found.uid} and cannot be written by this one (${process.getuid?.() ?? '?'}).`,
          `Run this as the user of the bot, or chown it: chown ${process.getuid?.() ?? 'USER'} ${file}`,
        ),
      );
    }
  }
  return lines;
}

async function privateLine(file: string, why: string): Promise<readonly DoctorLine[]> {
  const found = await stat(file).catch(() => null);
  if (found === null || (found.mode & 0o077) === 0) return [];
  return [warning(`${file} can be read by other users. ${why}`, `chmod 600 ${file}`)];
}
