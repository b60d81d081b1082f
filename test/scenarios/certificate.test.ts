import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ScenarioName, scenarioNames } from '../support/certificates/scenarios.ts';

/** Stand in repair.test.ts and transparency.test.ts, with more behind them than a list of certificates. */
const toldElsewhere: readonly ScenarioName[] = ['missing-intermediate', 'no-sct'];

it('every forged scenario stands as a server in some test or stage', () => {
  const folders = [import.meta.dirname, join(import.meta.dirname, '../support/stages')];
  const texts = folders.flatMap((folder) =>
    readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')),
  );
  const unused = scenarioNames.filter(
    (name) => !toldElsewhere.includes(name) && !texts.some((text) => text.includes(`'${name}'`)),
  );
  expect(unused).toEqual([]);
});
