// Writes docs/findings from the rules. With `--capture` the examples are taken anew from the stages of the test farm;
// without it those that stand in the pages are kept, so that only what a rule says about itself changes. With
// `--capture WORDS` only stages whose names begin so are taken, and only for pages that have no example yet.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { checks } from '../src/checks/index.ts';
import type { Finding } from '../src/core/finding.ts';
import { diagnosisMessage } from '../src/views/diagnosis.ts';
import { type Example, exampleIn, exampleText, indexText, pagePath, ruleText } from './finding-page.ts';

const pages = checks.map((check) => check.page);
const asked = process.argv.indexOf('--capture');
const some = asked === -1 ? '' : (process.argv[asked + 1] ?? '');
const examples = asked === -1 ? new Map<string, Example>() : await captured();

for (const old of globSync('docs/findings/*/*.md')) {
  if (!pages.some(({ id }) => pagePath(id) === old)) rmSync(old);
}
const without: string[] = [];
for (const page of pages) {
  const path = pagePath(page.id);
  const example = examples.get(page.id);
  const kept = existsSync(path) ? exampleIn(readFileSync(path, 'utf8')) : '';
  const isKept = example === undefined || (some !== '' && kept !== '');
  const shown = isKept ? kept : exampleText(example);
  if (shown === '') without.push(page.id);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, shown === '' ? ruleText(page) : `${ruleText(page)}\n${shown}`);
}
writeFileSync('docs/findings/README.md', indexText(pages));
console.log(`${pages.length} pages, ${pages.length - without.length} with an example`);
for (const id of without) console.log(`no example yet: ${id}`);

/** The first stage that shows a finding as what it is about, else any that shows it. */
async function captured(): Promise<ReadonlyMap<string, Example>> {
  const { stages } = await import('../test/support/stages/index.ts');
  const found = new Map<string, Example & { readonly main: boolean }>();
  for (const stage of stages.filter(({ name }) => name.startsWith(some))) {
    await using opened = await stage.open();
    const wishes = stage.wishes ?? [];
    const signal = AbortSignal.timeout(30_000);
    const diagnosis = await opened.diagnose(opened.target, { depth: stage.depth ?? 'all', wishes, signal });
    const sentence = diagnosisMessage(diagnosis, []).summary;
    for (const finding of diagnosis.findings) {
      const main = finding.id === stage.finding;
      const before = found.get(finding.id);
      if (before !== undefined && (before.main || !main)) continue;
      found.set(finding.id, { stage: stage.name, sentence, finding, main });
    }
  }
  if (some !== '') return found;
  for (const [stage, finding] of await refusedTokens()) {
    if (!found.has(finding.id)) {
      found.set(finding.id, {
        stage,
        sentence: `The token is refused: ${finding.title}`,
        finding,
        main: true,
      });
    }
  }
  return found;
}

/** Rules about tokens have no target: what a form was given stands for it. */
async function refusedTokens(): Promise<readonly (readonly [string, Finding])[]> {
  const { changed, client, inspect, saying, sound, tokenRows } = await import(
    '../test/support/stages/tokens.ts'
  );
  const told: (readonly [string, Finding])[] = [];
  for (const [name, make] of tokenRows) {
    for (const finding of (await inspect(make)).findings) told.push([`a token: ${name}`, finding]);
  }
  for (const { findings } of [
    await inspect(sound, {}, saying({ active: false }), client),
    await inspect(changed({ cnf: { jkt: 'thumb' } })),
  ]) {
    for (const finding of findings) told.push(['a token of a sound issuer', finding]);
  }
  return told;
}
