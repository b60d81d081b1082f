#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { judgeByClient } from './limbo/client-mode.ts';
import { clockLibrary, judgeAt } from './limbo/clock.ts';
import { judgeByRules } from './limbo/rule-mode.ts';
import { type LimboCase, type LimboResult, readSuite } from './limbo/suite.ts';

const usage = `Usage: node src/bin/limbo.ts [--mode rule|client] < suite.json > results.json

Judges every test case of a suite in the schema of x509-limbo and prints results in its harness schema.

  --mode rule     by RFC 5280 and, for servers of the public web, the CA/B Baseline Requirements (default)
  --mode client   what this Node's own OpenSSL says; cases of another moment need libfaketime, else they are skipped`;

/** Children that judge cases of other moments side by side. */
const mostChildren = 2;

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readWords();
  if (options === null) return 3;
  if (options.help === true) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const suite = readSuite(await text(process.stdin));
  if ('mistake' in suite) {
    process.stderr.write(`limbo: ${suite.mistake}\n`);
    return 3;
  }
  const { mode } = options;
  const now = new Date();
  const results =
    mode === 'rule'
      ? suite.testcases.map((one) => ruleResult(one, now))
      : await clientResults(suite.testcases, options['own-clock'] === true);
  process.stdout.write(`${JSON.stringify({ version: 1, harness: `notafter-${mode}`, results }, null, 1)}\n`);
  return 0;
}

/** A fault of ours in one case must not cost the answers to all others, and must not pass for an answer. */
function ruleResult(limboCase: LimboCase, now: Date): LimboResult {
  try {
    return judgeByRules(limboCase, now);
  } catch (thrown) {
    const context = `a fault of this program: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    process.stderr.write(`limbo: ${limboCase.id}: ${context}\n`);
    return { id: limboCase.id, actual_result: 'SKIPPED', context };
  }
}

function readWords(): { mode: string; help?: boolean; 'own-clock'?: boolean } | null {
  try {
    const { values } = parseArgs({
      options: {
        mode: { type: 'string', default: 'rule' },
        help: { type: 'boolean' },
        'own-clock': { type: 'boolean' },
      },
    });
    if (values.mode === 'rule' || values.mode === 'client') return values;
    process.stderr.write(`limbo: "${values.mode}" is no mode. Try --mode rule or --mode client.\n`);
  } catch (thrown) {
    process.stderr.write(`limbo: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  }
  return null;
}

/** In the order of the suite; cases of one moment are judged by one child. */
async function clientResults(
  cases: readonly LimboCase[],
  ownClock: boolean,
): Promise<readonly LimboResult[]> {
  const results = new Map<string, LimboResult>();
  const library = ownClock ? null : clockLibrary();
  const groups = [...Map.groupBy(cases, (one) => (ownClock ? null : (one.validation_time ?? null)))];
  const work = groups.values();
  const worker = async () => {
    for (const [moment, group] of work) {
      const judged = moment === null ? await oneByOne(group) : await atMoment(moment, group, library);
      for (const result of judged) results.set(result.id, result);
    }
  };
  await Promise.all(Array.from({ length: mostChildren }, worker));
  return cases.flatMap(({ id }) => results.get(id) ?? []);
}

async function atMoment(
  moment: string,
  cases: readonly LimboCase[],
  library: string | null,
): Promise<readonly LimboResult[]> {
  if (library !== null) return judgeAt(moment, cases, library);
  const context = `needs the clock of ${moment}: install libfaketime`;
  return cases.map(({ id }) => ({ id, actual_result: 'SKIPPED', context }));
}

async function oneByOne(cases: readonly LimboCase[]): Promise<readonly LimboResult[]> {
  const results: LimboResult[] = [];
  for (const one of cases) results.push(await judgeByClient(one));
  return results;
}
