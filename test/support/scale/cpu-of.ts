import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** Seconds of processor time that a process has taken so far; zero where it is gone (proc(5)). */
export function cpuSecondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}

/** The same of a server and all that it started, those included that have ended. */
export function cpuSecondsBelow(command: string): number {
  let total = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      if (!words.includes(command)) continue;
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const own = (fields[11] ?? 0) + (fields[12] ?? 0);
      const children = (fields[13] ?? 0) + (fields[14] ?? 0);
      const below = readdirSync('/proc').filter((child) => parentOf(child) === Number(name));
      total += (own + children) / ticksPerSecond;
      for (const child of below) total += cpuSecondsOf(Number(child));
    } catch {
      // It ended meanwhile.
    }
  }
  return total;
}

function parentOf(name: string): number | null {
  if (!/^\d+$/.test(name)) return null;
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}
