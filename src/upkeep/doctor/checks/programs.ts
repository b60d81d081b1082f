import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { type DoctorLine, warning, well } from '../../../core/doctor.ts';
import type { DoctorCheck } from '../check.ts';

/** As programs of the system are sought when they are run. */
const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

export const programsCheck: DoctorCheck = {
  name: 'programs',
  async look() {
    const tracers = await present(['mtr', 'tracepath', 'traceroute']);
    const others = await present(['ss', 'openssl']);
    const lines: DoctorLine[] = [
      tracers.length === 0
        ? warning(
            'None of mtr, tracepath and traceroute is installed: paths are not traced.',
            'Install mtr-tiny.',
          )
        : well(`Paths are traced by ${tracers[0]}.`),
    ];
    if (!others.includes('ss'))
      lines.push(
        warning(
          'ss is not installed: a black hole cannot be told from a server that hangs.',
          'Install iproute2.',
        ),
      );
    if (!others.includes('openssl'))
      lines.push(
        well('openssl is not installed here; the commands that answers show need it where they are run.'),
      );
    return lines;
  },
};

async function present(names: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(names.map(async (name) => ((await isProgram(name)) ? [name] : [])));
  return found.flat();
}

async function isProgram(name: string): Promise<boolean> {
  const tried = folders.map((folder) =>
    access(join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(tried)).includes(true);
}
