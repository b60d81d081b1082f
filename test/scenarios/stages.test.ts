import { describe, expect, it } from 'vitest';
import { expectDiagnosis } from '../support/diagnosing.ts';
import { noSignal } from '../support/loopback.ts';
import { stages, stagesByTopic } from '../support/stages/index.ts';
import type { Stage } from '../support/stages/stage.ts';

/** Those that wait for silence in a process of their own take half of it on a busy machine. */
const longestMs = 40_000;

it('every stage has a name of its own', () => {
  const names = stages.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe.each(Object.entries(stagesByTopic))('%s: one root cause each', (_topic, rows) => {
  it.each(rows.map((stage) => [stage.name, stage] as const))(
    '%s',
    async (_name, stage) => {
      await using opened = await stage.open();
      const options = { depth: 'all', wishes: stage.wishes ?? [], signal: noSignal() } as const;
      const diagnosis = await opened.diagnose(opened.target, options);
      expectDiagnosis(diagnosis, stage);
      expectBlame(diagnosis.blame, stage);
      const told = diagnosis.findings.map(({ id }) => id);
      for (const id of stage.also ?? []) expect(told).toContain(id);
      for (const finding of diagnosis.findings) {
        expect(finding.explanation, finding.id).not.toBe('');
        expect(finding.fix, finding.id).not.toBe('');
      }
    },
    longestMs,
  );
});

function expectBlame(seen: string, { blame }: Stage): void {
  if (blame !== undefined) expect(seen).toBe(blame);
}
