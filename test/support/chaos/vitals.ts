import { readdir, readFile, readlink } from 'node:fs/promises';

/** What a process holds, from the files of the kernel. */
export type Vitals = {
  readonly rssMb: number;
  readonly handles: number;
  readonly sockets: number;
  readonly threads: number;
};

export async function vitalsOf(pid: number): Promise<Vitals> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const number = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  const handles = await readdir(`/proc/${pid}/fd`);
  const kinds = await Promise.all(handles.map((fd) => kindOf(`/proc/${pid}/fd/${fd}`)));
  return {
    rssMb: Math.round(number('VmRSS') / 1024),
    handles: handles.length,
    sockets: kinds.filter((kind) => kind.startsWith('socket:')).length,
    threads: number('Threads'),
  };
}

/** Empty: it was closed between two looks. */
async function kindOf(link: string): Promise<string> {
  return readlink(link).catch(() => '');
}

/** The longest that either thread was held up since the last scrape, in ms; null: nobody answered. */
export async function longestStallMs(console: string): Promise<number | null> {
  try {
    const answer = await fetch(`${console}/metrics`, { signal: AbortSignal.timeout(8000) });
    const text = await answer.text();
    const seconds = ['nodejs_eventloop_lag_max_seconds', 'notafter_worker_eventloop_delay_max_seconds']
      .map((name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0))
      .filter(Number.isFinite);
    return Math.round(Math.max(...seconds) * 1000);
  } catch {
    return null;
  }
}

export async function isReady(console: string): Promise<boolean> {
  try {
    const answer = await fetch(`${console}/readyz`, { signal: AbortSignal.timeout(5000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
