import type { Config } from '../../config.ts';
import { type DoctorLine, type DoctorReport, wrong } from '../../core/doctor.ts';
import { reasonOf, UserError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { redactor } from '../../core/text/redacted.ts';
import { secretsIn } from '../../settings/secret-files.ts';
import { secretNames } from '../../settings.ts';
import type { StoreSight } from '../../store/copies/sight.ts';
import { codeOf } from '../files.ts';
import { databasePath } from '../place.ts';
import type { DoctorCheck, DoctorWorld } from './check.ts';
import { doctorChecks } from './checks/index.ts';
import { readSettings } from './read-settings.ts';

export type Doctoring = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of what could not be read into it. */
  readonly mistakes?: readonly string[];
  readonly version: string;
  readonly now: () => Date;
  readonly log: Log;
  readonly slackScopes: readonly string[];
  readonly signal: AbortSignal;
  readonly checks?: readonly DoctorCheck[];
};

const usualDeadlineMs = 8000;

/** Looks at everything side by side and changes nothing; in the order of the registry. */
export async function runDoctor(doctoring: Doctoring): Promise<DoctorReport> {
  const { env, version, now, log, slackScopes, signal, checks = doctorChecks } = doctoring;
  const { config, services, mistakes } = await readSettings(env, log);
  const hide = redactor(secretsIn(env, secretNames));
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const world: DoctorWorld = {
    config,
    mistakes: [...(doctoring.mistakes ?? []), ...mistakes],
    given: Object.values(env).filter((value) => value !== undefined && value !== '').length,
    now,
    slackScopes,
    store: once(() => seeStore(config, now)),
    vantage: once(async () => (await services?.forCommands([]).inspectVantage(both)) ?? null),
  };
  try {
    const looked = checks.map(async (check) => {
      const lines = await lookWithin(check, world, both);
      return lines.map(({ state, what, todo }) => ({
        check: check.name,
        state,
        what: hide(what),
        todo: todo === null ? null : hide(todo),
      }));
    });
    return { at: now().toISOString(), version, lines: (await Promise.all(looked)).flat() };
  } finally {
    stop.abort();
    await services?.close();
  }
}

function once<T>(look: () => Promise<T>): () => Promise<T> {
  let looked: Promise<T> | null = null;
  return () => {
    looked ??= look();
    return looked;
  };
}

async function seeStore(config: Config, now: () => Date): Promise<StoreSight | null> {
  const { seePostgres, seeSqlite } = await import('../../store/copies/sight.ts');
  if (config.databaseUrl !== null) return seePostgres(config.databaseUrl, now);
  const { stat } = await import('node:fs/promises');
  try {
    await stat(databasePath(config));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  return seeSqlite(databasePath(config));
}

async function lookWithin(
  { deadlineMs = usualDeadlineMs, look }: DoctorCheck,
  world: DoctorWorld,
  signal: AbortSignal,
): Promise<readonly DoctorLine[]> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly DoctorLine[]>((resolve) => {
    timer = setTimeout(() => {
      resolve([wrong(`No answer in ${deadlineMs / 1000} s.`, 'Look at what hangs, and run this again.')]);
    }, deadlineMs);
  });
  try {
    return await Promise.race([look(world, AbortSignal.any([signal, stop.signal])), late]);
  } catch (error) {
    const todo =
      error instanceof UserError
        ? 'Mend that, and run this again.'
        : 'Read the sentence above; docs/operations.md may know it.';
    return [wrong(reasonOf(error), todo)];
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

/** As other programs that look have it: 0 all is well, 1 something should be done, 2 something does not work. */
export function doctorExitCode({ lines }: DoctorReport): 0 | 1 | 2 {
  if (lines.some(({ state }) => state === 'fault')) return 2;
  return lines.some(({ state }) => state === 'warning') ? 1 : 0;
}
