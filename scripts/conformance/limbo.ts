import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { judgeByRules } from '../../src/bin/limbo/rule-mode.ts';
import { type LimboCase, type LimboResult, readSuite } from '../../src/bin/limbo/suite.ts';
import { table } from './document.ts';
import { falseAcceptReasons } from './false-accepts.ts';

export type Section = { readonly text: string; readonly summary: string; readonly kept: boolean };

type Expected = LimboCase & { readonly expected_result: 'SUCCESS' | 'FAILURE' };

function casesOf(path: string): readonly Expected[] {
  const text = readFileSync(path, 'utf8');
  const suite = readSuite(text);
  if ('mistake' in suite) throw new Error(suite.mistake);
  const raw = JSON.parse(text) as { testcases: { expected_result: Expected['expected_result'] }[] };
  return suite.testcases.map((one, index) => ({
    ...one,
    expected_result: raw.testcases[index]?.expected_result ?? 'FAILURE',
  }));
}

/** What others reach on the same 208 cases; each with the harness of x509-limbo. */
const others: readonly (readonly string[])[] = [
  ['Go 1.23.5 crypto/x509', '128', '51', '5', '24'],
  ['OpenSSL 3.0.22, strict', '145', '47', '6', '10'],
  ['pyca/cryptography 48', '147', '14', '0', '47'],
];

/** Goal of the core suite: nothing valid refused, at least 200 of 208 right, every case under a second. */
export function ruleSection(path: string): Section {
  const cases = casesOf(path);
  const now = new Date();
  const judged = cases.map((one) => {
    const begun = performance.now();
    return { one, result: judgeByRules(one, now), elapsedMs: performance.now() - begun };
  });
  const wrong = judged.filter(({ one, result }) => result.actual_result !== one.expected_result);
  const accepts = wrong.filter(({ one }) => one.expected_result === 'FAILURE');
  const rejects = wrong.filter(({ one }) => one.expected_result === 'SUCCESS');
  const slowest = judged.toSorted((one, other) => other.elapsedMs - one.elapsedMs)[0];
  const right = cases.length - wrong.length;
  const row = ['**this project, rule mode**', `**${right}**`, `${accepts.length}`, `${rejects.length}`, '0'];
  const text = [
    table(['validator', 'right', 'false accepts', 'false rejects', 'skipped'], [row, ...others]),
    `Slowest case: ${Math.ceil(slowest?.elapsedMs ?? 0)} ms (${slowest?.one.id}).`,
    rejects.length === 0
      ? 'False rejects: none.'
      : reasons(
          'False rejects',
          rejects.map(({ result }) => result),
        ),
    reasons(
      'False accepts',
      accepts.map(({ result }) => result),
    ),
  ].join('\n\n');
  const kept = rejects.length === 0 && right >= cases.length - 8 && (slowest?.elapsedMs ?? 0) < 1000;
  const summary = `rule mode: ${right} of ${cases.length} right, ${accepts.length} false accepts, ${rejects.length} false rejects`;
  return { text, summary, kept };
}

function reasons(title: string, results: readonly LimboResult[]): string {
  const rows = results.map(({ id, context }) => [
    `\`${id}\``,
    context ?? falseAcceptReasons[id] ?? 'not known yet',
  ]);
  return `${title}:\n\n${table(['case', 'why'], rows)}`;
}

type NodeVerdicts = Readonly<Record<string, { readonly result: LimboResult['actual_result'] }>>;

export async function clientSection(path: string, verdictsPath: string | null): Promise<Section> {
  const run = spawnSync(process.execPath, ['src/bin/limbo.ts', '--mode', 'client'], {
    input: readFileSync(path),
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (run.status !== 0) throw new Error(`limbo.ts ended with ${run.status}`);
  const { results } = JSON.parse(run.stdout.toString('utf8')) as { results: LimboResult[] };
  const count = (wanted: LimboResult['actual_result']) =>
    results.filter(({ actual_result: actual }) => actual === wanted).length;
  const counts = `${count('SUCCESS')} accepted, ${count('FAILURE')} refused, ${count('SKIPPED')} skipped`;
  if (verdictsPath === null) return { text: `${counts}.`, summary: `client mode: ${counts}`, kept: true };
  const verdicts = JSON.parse(readFileSync(verdictsPath, 'utf8')) as NodeVerdicts;
  const clockMissing = results.filter(({ context }) => context?.startsWith('needs the clock of') === true);
  const differing = results.filter(
    (one) => !clockMissing.includes(one) && verdicts[one.id]?.result !== one.actual_result,
  );
  const text = [
    `${counts}. Differences to what Node 24 said of each case in a real handshake: **${differing.length}**.`,
    ...(differing.length === 0 ? [] : [reasons('Differences', differing)]),
    ...(clockMissing.length === 0
      ? []
      : [`${clockMissing.length} cases of another moment were not run: libfaketime is not installed here.`]),
  ].join('\n\n');
  return {
    text,
    summary: `client mode: ${counts}, ${differing.length} differences, ${clockMissing.length} not run for want of libfaketime`,
    kept: differing.length === 0,
  };
}
