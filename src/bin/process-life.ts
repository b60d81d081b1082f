import { readFileSync, readlinkSync } from 'node:fs';

/** Where and as what a process runs. Of two with the same `home` each can see whether the other's process is there. */
type Life = {
  /** Boot of the machine, and the namespaces in which its process ids and start times mean what they say. */
  readonly home: string;
  readonly pid: number;
  /** In ticks since the boot: whoever gets the id later began later (proc_pid_stat(5), field 22). */
  readonly begun: string;
};

/** This process, in words without a slash; null where the system does not tell enough to prove anything by it (Linux does). */
export function ownLife(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const namespaces = ['pid', 'time'].map((kind) => namespaceOf(kind));
    const begun = begunOf(process.pid);
    // A /proc of other namespaces than ours tells of other processes under our numbers.
    if (boot === '' || begun === null || statOf('self').pid !== process.pid) return null;
    return [boot, ...namespaces, process.pid, begun].join(' ');
  } catch {
    return null;
  }
}

/**
 * Whether a process is gone for certain, connections and all: it ran where `own` runs, and its id is nobody's by now, or that of
 * one that began at another time. False for all that can only be guessed.
 */
export function isOver(life: string, own: string | null): boolean {
  const [here, there] = [readLife(own ?? ''), readLife(life)];
  if (here === null || there === null || here.home !== there.home) return false;
  try {
    process.kill(there.pid, 0);
  } catch (thrown) {
    // EPERM: it is there, and another user's.
    if ((thrown as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  const begun = begunOf(there.pid);
  return begun !== null && begun !== there.begun;
}

function readLife(text: string): Life | null {
  const parts = /^(\S+ \S+ \S+) ([1-9]\d{0,9}) (\d+)$/.exec(text);
  const [, home, pid, begun] = parts ?? [];
  if (home === undefined || pid === undefined || begun === undefined) return null;
  return { home, pid: Number(pid), begun };
}

function namespaceOf(kind: string): string {
  try {
    return readlinkSync(`/proc/self/ns/${kind}`);
  } catch {
    // Kernels before 5.6 have no namespaces of time.
    return 'none';
  }
}

function begunOf(pid: number): string | null {
  try {
    return statOf(String(pid)).begun;
  } catch {
    return null;
  }
}

function statOf(who: string): { readonly pid: number; readonly begun: string | null } {
  const line = readFileSync(`/proc/${who}/stat`, 'utf8');
  // The name before it may hold anything, blanks and brackets included.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return { pid: Number.parseInt(line, 10), begun: fields[19] ?? null };
}
