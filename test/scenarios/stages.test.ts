import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import { expectDiagnosis, withLongerDeadlines } from '../support/diagnosing.ts';
import { noSignal } from '../support/loopback.ts';
import { missingTools, printedBy } from '../support/stages/command-running.ts';
import { stages, stagesByTopic } from '../support/stages/index.ts';
import { shows } from '../support/stages/shows.ts';
import type { OpenStage, Stage } from '../support/stages/stage.ts';

/** Some wait for silence, and for those before them. */
const longestTestMs = 240_000;

it('every stage has a name of its own', () => {
  const names = stages.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe.concurrent.each(Object.entries(stagesByTopic))(
  '%s: one root cause, and a command that shows it',
  (_topic, rows) => {
    const named = rows.map((stage) => [stage.name, stage] as const);
    it.concurrent.each(named)('%s', { timeout: longestTestMs }, async (_name, stage) => {
      const first = await inTurn(() => diagnosed(stage));
      if (isAsExpected(first.diagnosis, stage)) return judge(first, stage);
      await first.opened[Symbol.asyncDispose]();
      // Its deadlines are real ones, and what a machine that stood still cut off says nothing about a rule.
      process.stdout.write(`tried again, with nothing beside it: "${stage.name}"\n`);
      return judge(await alone(() => withLongerDeadlines(6, () => diagnosed(stage))), stage);
    });
  },
);

type Diagnosed = { readonly opened: OpenStage; readonly diagnosis: Diagnosis };

async function diagnosed(stage: Stage): Promise<Diagnosed> {
  const opened = await stage.open();
  const { depth = 'all', wishes = [] } = stage;
  return { opened, diagnosis: await opened.diagnose(opened.target, { depth, wishes, signal: noSignal() }) };
}

async function judge({ opened, diagnosis }: Diagnosed, stage: Stage): Promise<void> {
  await using _cleared = opened;
  expectDiagnosis(diagnosis, stage);
  expectWords(diagnosis, stage);
  await expectCommand(diagnosis, stage, opened);
}

function isAsExpected(diagnosis: Diagnosis, stage: Stage): boolean {
  try {
    expectDiagnosis(diagnosis, stage);
    expectWords(diagnosis, stage);
    return true;
  } catch {
    return false;
  }
}

/** Most diagnoses wait for somebody. Those at a time must leave enough of the machine for the deadlines of each. */
const atATime = 4;
let free = atATime;
const waiting: (() => void)[] = [];

async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  await take();
  try {
    return await work();
  } finally {
    give();
  }
}

let lastAlone: Promise<unknown> = Promise.resolve();

/** One after the other, each once everybody else in turn has ended. */
function alone<Value>(work: () => Promise<Value>): Promise<Value> {
  const mine = lastAlone.then(async () => {
    for (let taken = 0; taken < atATime; taken++) await take();
    try {
      return await work();
    } finally {
      for (let taken = 0; taken < atATime; taken++) give();
    }
  });
  lastAlone = mine.catch(() => undefined);
  return mine;
}

async function take(): Promise<void> {
  if (free === 0) await new Promise<void>((done) => waiting.push(done));
  else free -= 1;
}

function give(): void {
  const next = waiting.shift();
  if (next === undefined) free += 1;
  else next();
}

function expectWords({ findings, blame }: Diagnosis, stage: Stage): void {
  if (stage.blame !== undefined) expect(blame).toBe(stage.blame);
  const told = findings.map(({ id }) => id);
  for (const id of stage.also ?? []) expect(told).toContain(id);
  for (const finding of findings) {
    expect(finding.explanation, finding.id).not.toBe('');
    expect(finding.fix, finding.id).not.toBe('');
  }
}

/** The command that a person is shown, run as they would. */
async function expectCommand({ findings }: Diagnosis, stage: Stage, opened: OpenStage): Promise<void> {
  const finding = findings.find(({ id }) => id === stage.finding);
  if (finding === undefined || finding.reproduce === null) return;
  const missing = missingTools(finding.reproduce);
  if (missing.length > 0) {
    process.stdout.write(`skipped: the command of "${stage.name}" (${missing.join(', ')} not installed)\n`);
    return;
  }
  const wanted = stage.shows ?? shows[finding.id];
  expect(wanted, `${finding.id} has no line in test/support/stages/shows.ts`).toBeDefined();
  expect(await printedBy(finding.reproduce, opened), finding.reproduce).toMatch(wanted ?? /^$/);
}
