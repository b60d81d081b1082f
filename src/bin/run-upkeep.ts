import { slackScopes } from '../chat/slack/manifest.ts';
import { doctorText } from '../chat/terminal/doctor-text.ts';
import { exitCodes, interruptedCode } from '../chat/terminal/exit-code.ts';
import { createLook } from '../chat/terminal/look.ts';
import { screenOf } from '../chat/terminal/screen.ts';
import type { UpkeepRequest } from '../chat/terminal/upkeep-pages.ts';
import { loadConfig } from '../config.ts';
import { UserError } from '../core/errors.ts';
import { sizeText } from '../core/text/size-text.ts';
import { openLog } from '../log.ts';
import { type BackupOptions, type BackupReport, backupInto, backupTo } from '../upkeep/backup.ts';
import type { Doctoring } from '../upkeep/doctor/doctor.ts';
import { placeName } from '../upkeep/place.ts';
import { openEnvironment, openInterrupt, type Write } from './run-outcome.ts';

/** Resolves to the exit code. */
export async function runUpkeep(request: UpkeepRequest, version: string, write: Write): Promise<number> {
  const mistakes: string[] = [];
  // The doctor tells all of them, and goes on with the rest.
  const note = request.kind === 'doctor' ? (sentence: string) => void mistakes.push(sentence) : undefined;
  const env = openEnvironment(write, note);
  const { signal, interrupt, release } = openInterrupt(5000);
  process.once('SIGTERM', interrupt);
  try {
    if (request.kind === 'doctor') return await doctor(request, { env, mistakes, version, signal }, write);
    if (request.kind === 'access') return await access(request, env, write);
    const options: BackupOptions = { config: loadConfig(env), version, now: new Date(), signal };
    switch (request.kind) {
      case 'backup':
        return await backup(request, options, write);
      case 'restore':
        return await restore(request, options, write);
    }
  } catch (thrown) {
    if (!signal.aborted || thrown instanceof UserError) throw thrown;
    write.error('notafter: stopped, and nothing was changed.\n');
    return interruptedCode;
  } finally {
    release();
  }
}

async function access(
  request: Extract<UpkeepRequest, { kind: 'access' }>,
  env: ReturnType<typeof openEnvironment>,
  write: Write,
): Promise<number> {
  const { runAccess } = await import('./run-access.ts');
  return runAccess(request, loadConfig(env), write);
}

type Doctored = Pick<Doctoring, 'env' | 'mistakes' | 'version' | 'signal'>;

async function doctor(
  { asJson }: Extract<UpkeepRequest, { kind: 'doctor' }>,
  asked: Doctored,
  write: Write,
): Promise<number> {
  const { doctorExitCode, runDoctor } = await import('../upkeep/doctor/doctor.ts');
  const report = await runDoctor({ ...asked, now: () => new Date(), log: openLog('silent'), slackScopes });
  const { colour, width } = screenOf(process.stdout, process.stderr, asked.env);
  write.out(
    asJson ? `${JSON.stringify(report, null, 2)}\n` : doctorText(report, { look: createLook(colour), width }),
  );
  return doctorExitCode(report);
}

async function backup(
  { file, overwrite }: Extract<UpkeepRequest, { kind: 'backup' }>,
  options: BackupOptions,
  write: Write,
): Promise<number> {
  if (file === '-') {
    if (process.stdout.isTTY)
      throw new UserError('A backup is no text for a terminal. Send it into a file or a pipe.');
    // Elsewhere a reader who goes has had enough; here what it got is no backup.
    process.stdout.removeAllListeners('error');
    const report = await backupInto(process.stdout, options);
    write.error(`${backupText('Standard output', report, options)}\n`);
    return exitCodes.healthy;
  }
  const report = await backupTo(file, { ...options, overwrite });
  write.out(`${backupText(file, report, options)}\n`);
  return exitCodes.healthy;
}

function backupText(file: string, { rows, bytes, sha256 }: BackupReport, { config }: BackupOptions): string {
  const count = Object.values(rows).reduce((sum, some) => sum + some, 0);
  const endpoints = rows.endpoints ?? 0;
  return [
    `${file} holds what ${placeName(config)} held: ${endpoints} endpoints, ${count} rows in all, ${sizeText(bytes)}.`,
    `SHA-256 of its content: ${sha256}`,
  ].join('\n');
}

async function restore(
  { file, onlyCheck }: Extract<UpkeepRequest, { kind: 'restore' }>,
  options: BackupOptions,
  write: Write,
): Promise<number> {
  const { checkBrought, restoreFrom } = await import('../upkeep/restore.ts');
  if (onlyCheck) {
    const { from } = await checkBrought(file);
    write.out(`${file} is sound${from === null ? '' : `: ${writtenText(from)}`}. Nothing was changed.\n`);
    return exitCodes.healthy;
  }
  const { from, rows, aside, migrated } = await restoreFrom(file, options);
  const lines = [
    `${placeName(options.config)} holds what ${file} held: ${rows} rows${from === null ? '' : `, ${writtenText(from)}`}.`,
    ...(migrated ? ['It was brought up to this release.'] : []),
    ...(aside === null
      ? []
      : [`What was there before is in ${aside}. To take this back: notafter restore ${aside}`]),
    'Now start the bot.',
  ];
  write.out(`${lines.join('\n')}\n`);
  return exitCodes.healthy;
}

function writtenText({ at, version }: { readonly at: string; readonly version: string }): string {
  return `written at ${at} by ${version}`;
}
