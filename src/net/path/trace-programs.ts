import type { AllowedAddress } from '../policy.ts';
import { readMtr } from './read-mtr.ts';
import { readTracepath } from './read-tracepath.ts';
import { readTraceroute } from './read-traceroute.ts';
import { type ProgramRun, runProgram } from './run-program.ts';
import type { ProgramTrace, Traced, TraceProgram } from './trace.ts';

export type TraceOptions = { readonly signal: AbortSignal; readonly timeoutMs: number };

/** As `-m` of all three; the longest ways on the internet have some thirty hops, of which the last ones tell most. */
const mostHops = '30';

/**
 * Asks the programs that are installed for the routers on the way, side by side: mtr, which knocks at the very port,
 * and tracepath, which needs no privileges and finds the MTU; traceroute where there is neither.
 */
export async function traceWay(to: AllowedAddress, options: TraceOptions): Promise<readonly ProgramTrace[]> {
  const traces = await Promise.all([mtr(to, options), tracepath(to, options)]);
  if (traces.some(({ kind }) => kind === 'traced')) return traces;
  return [...traces, await traceroute(to, options)];
}

async function mtr(to: AllowedAddress, options: TraceOptions): Promise<ProgramTrace> {
  // mtr(8): intervals under a second are for the superuser.
  const pace = process.getuid?.() === 0 ? ['-i', '0.3', '-c', '2'] : ['-i', '1', '-c', '1'];
  const wanted = ['--report', '--json', '-n', '-G', '1', '-m', mostHops, '--tcp', '-P', String(to.port)];
  const run = await runProgram('mtr', [...wanted, ...pace, to.ip], options);
  return told('mtr', run, (printed) => readMtr(printed, to.ip));
}

async function tracepath(to: AllowedAddress, options: TraceOptions): Promise<ProgramTrace> {
  const words = ['tracepath', '-n', '-m', mostHops, to.ip];
  // Three seconds pass at every silent hop, so it is stopped, most times; into a pipe it would have printed nothing by then.
  const run = await runProgram('stdbuf', ['-oL', ...words], options);
  return told('tracepath', run, readTracepath);
}

async function traceroute(to: AllowedAddress, options: TraceOptions): Promise<ProgramTrace> {
  const run = await runProgram('traceroute', ['-n', '-q', '1', '-w', '1', '-m', mostHops, to.ip], options);
  return told('traceroute', run, (printed) => readTraceroute(printed, to.ip));
}

/** What stdbuf(1) exits with when there is no such program. */
const noSuchProgram = 127;

function told(
  program: TraceProgram,
  run: ProgramRun,
  read: (printed: string) => Traced | null,
): ProgramTrace {
  if (run.kind === 'missing' || (run.kind === 'ended' && run.code === noSuchProgram))
    return { program, kind: 'not-installed' };
  const traced = read(run.printed);
  if (traced !== null) return { program, kind: 'traced', ...traced };
  const line = run.printed.trim().split('\n')[0] ?? '';
  return { program, kind: 'failed', why: line === '' ? 'it printed nothing in time' : line.slice(0, 200) };
}
