import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DoctorLine, skipped, warning, well, wrong } from '../../../core/doctor.ts';
import { sizeText } from '../../../core/text/size-text.ts';
import type { DoctorCheck } from '../check.ts';

const fewBytes = 1024 ** 3;
const tooFewBytes = 64 * 1024 ** 2;
const fewInodes = 1000;

export const diskCheck: DoctorCheck = {
  name: 'disk',
  async look({ config }) {
    const disk = await statfs(config.dataDir).catch(() => statfs(dirname(config.dataDir)).catch(() => null));
    if (disk === null) return [skipped('The disk of DATA_DIR cannot be looked at.')];
    return [spaceLine(config.dataDir, disk.bavail * disk.bsize, disk.files === 0 ? null : disk.ffree)];
  },
};

/** `inodes` null: the file system has no fixed number of them. */
export function spaceLine(folder: string, bytes: number, inodes: number | null): DoctorLine {
  const free = `${sizeText(bytes)} are free where ${folder} lies`;
  if (bytes < tooFewBytes)
    return wrong(`${free}.`, 'Make room: what is seen and said cannot be kept without.');
  if (inodes !== null && inodes < fewInodes)
    return warning(
      `${free}, and room for ${inodes} files.`,
      'Remove files: a disk without inodes is full as well.',
    );
  if (bytes < fewBytes) return warning(`${free}.`, 'Make room before it is full.');
  return well(`${free}.`);
}
