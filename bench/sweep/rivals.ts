// Other programs that look at the same targets: those of them that are installed.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../test/support/processes/free-port.ts';

export type RivalWorld = {
  readonly folder: string;
  readonly rootFile: string;
  readonly targets: readonly string[];
  readonly concurrency: number;
};

export type RivalFigures = {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly looked: number;
};

export type Rival = {
  readonly name: string;
  readonly verifies: boolean;
  readonly program: string;
  measure(world: RivalWorld): Promise<RivalFigures>;
};

export const rivals: readonly Rival[] = [
  {
    name: 'prometheus-blackbox-exporter, tcp_tls',
    verifies: true,
    program: 'prometheus-blackbox-exporter',
    measure: exporter,
  },
  { name: 'curl --parallel, HEAD', verifies: true, program: 'curl', measure: curl },
  { name: 'openssl s_time -new, one target', verifies: true, program: 'openssl', measure: openssl },
];

export async function isInstalled({ program }: Rival): Promise<boolean> {
  return promisify(execFile)('which', [program]).then(
    () => true,
    () => false,
  );
}

async function exporter({ folder, rootFile, targets, concurrency }: RivalWorld): Promise<RivalFigures> {
  const file = join(folder, 'blackbox.yml');
  const module = `{ prober: tcp, timeout: 10s, tcp: { tls: true, tls_config: { ca_file: ${rootFile} } } }`;
  await writeFile(file, `modules:\n  tcp_tls: ${module}\n`);
  const port = await freePort();
  const settings = [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'];
  const child = spawn('prometheus-blackbox-exporter', settings, { stdio: 'ignore' });
  try {
    await untilAnswers(port);
    const before = await cpuSecondsOf(child);
    const begun = performance.now();
    const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
    const waiting = targets.values();
    let looked = 0;
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        for (const target of waiting) {
          const text = await fetched(`http://127.0.0.1:${port}/probe?module=tcp_tls&target=${target}`, agent);
          if (/^probe_success 1$/m.test(text)) looked += 1;
        }
      }),
    );
    const seconds = (performance.now() - begun) / 1000;
    agent.destroy();
    return { seconds, looked, cpuSeconds: (await cpuSecondsOf(child)) - before, peakMb: await peakOf(child) };
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

async function curl({ folder, rootFile, targets, concurrency }: RivalWorld): Promise<RivalFigures> {
  const file = join(folder, 'urls');
  const lines = targets.map((target) => `url = "https://${target}/"\noutput = "/dev/null"`);
  await writeFile(file, lines.join('\n'));
  const settings = ['-s', '-I', '--cacert', rootFile, '--parallel', '--parallel-max', String(concurrency)];
  const run = await timed('curl', [...settings, '-w', '%{http_code}\\n', '-K', file]);
  return { ...run, looked: run.text.match(/^200$/gm)?.length ?? 0 };
}

async function openssl({ rootFile, targets }: RivalWorld): Promise<RivalFigures> {
  const settings = [
    '-new',
    '-connect',
    targets.at(-1) ?? '',
    '-time',
    '3',
    '-CAfile',
    rootFile,
    '-verify',
    '3',
  ];
  const run = await timed('openssl', ['s_time', ...settings]);
  return { ...run, looked: Number(/(\d+) connections in \d+ real/.exec(run.text)?.[1] ?? 0) };
}

/** bash knows what its children took. */
async function timed(program: string, settings: readonly string[]) {
  const begun = performance.now();
  const child = spawn('bash', ['-c', '"$@"; times >&2', 'bash', program, ...settings]);
  const text: string[] = [];
  const said: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (part: string) => text.push(part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => said.push(part));
  let peakMb = 0;
  const watch = setInterval(async () => {
    peakMb = Math.max(peakMb, await peakOfChildren(child));
  }, 50);
  await once(child, 'close');
  clearInterval(watch);
  const seconds = (performance.now() - begun) / 1000;
  const spent = said.join('').trim().split('\n').at(-1) ?? '';
  const parts = [...spent.matchAll(/(\d+)m([\d.]+)s/g)];
  const cpuSeconds = parts.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0);
  return { seconds, cpuSeconds, peakMb, text: text.join('') };
}

async function peakOfChildren({ pid }: ChildProcess): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const peaks = children
    .split(' ')
    .filter(Boolean)
    .map((child) => peakOf({ pid: Number(child) }));
  return Math.max(0, ...(await Promise.all(peaks)));
}

async function peakOf({ pid }: Pick<ChildProcess, 'pid'>): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

const ticksPerSecond = 100;

/** proc(5): utime and stime, the 14th and 15th field. */
async function cpuSecondsOf({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

async function untilAnswers(port: number): Promise<void> {
  for (;;) {
    const text = await fetched(`http://127.0.0.1:${port}/-/healthy`, new Agent()).catch(() => null);
    if (text !== null) return;
    await pause(50);
  }
}

function fetched(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      const parts: string[] = [];
      response.setEncoding('utf8');
      response.on('data', (part: string) => parts.push(part));
      response.on('end', () => resolve(parts.join('')));
    }).on('error', reject);
  });
}
