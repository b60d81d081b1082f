import { type Finding, type FindingPage, layerOf } from '../src/core/finding.ts';
import { layerNames } from '../src/core/layer.ts';
import { blameWords } from '../src/views/diagnosis/finding-lines.ts';

/** What was seen when a stage of the test farm was diagnosed. */
export type Example = { readonly stage: string; readonly sentence: string; readonly finding: Finding };

const exampleMark = '## An example';

/** `docs/findings/chain/missing-intermediate.md` for `chain/missing-intermediate`. */
export function pagePath(id: string): string {
  return `docs/findings/${id}.md`;
}

/** What the rule says about itself. */
export function ruleText(page: FindingPage): string {
  const rows = [
    ['severity', page.severity],
    ['layer', layerNames[layerOf(page.id)]],
    ['usually up to', page.blame === 'unknown' ? 'whoever the answer names' : blameWords[page.blame]],
    ['source', page.citation],
  ];
  return [
    `# ${page.id}`,
    '',
    `**${page.title}**`,
    '',
    '| | |',
    '| --- | --- |',
    ...rows.map(([label, value]) => `| ${label} | ${value} |`),
    '',
    '## What it means',
    '',
    page.explanation,
    '',
    '## What to do',
    '',
    page.fix,
    '',
  ].join('\n');
}

/** The part that was captured, as it stands in a page that was written before; empty when there is none. */
export function exampleIn(text: string): string {
  const start = text.indexOf(exampleMark);
  return start === -1 ? '' : text.slice(start);
}

export function exampleText({ stage, sentence, finding }: Example): string {
  const seen = finding.evidence.map(({ label, value }) => `  ${label}: ${value}`);
  return [
    exampleMark,
    '',
    `Captured from a server of the tests, "${stage}":`,
    '',
    ...fenced([sentence, '', `${finding.severity}: ${finding.title}`, ...seen]),
    '',
    ...(finding.reproduce === null
      ? []
      : ['The command that was shown with it:', '', ...fenced([finding.reproduce]), '']),
  ].join('\n');
}

/** Longer than any fence in the text, and no control characters in it. */
function fenced(lines: readonly string[]): readonly string[] {
  const text = lines.join('\n').replace(/[^\P{Cc}\n]/gu, ' ');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, text, fence];
}

/** The list of all pages, by layer. */
export function indexText(pages: readonly FindingPage[]): string {
  const byLayer = Map.groupBy(pages, ({ id }) => layerNames[layerOf(id)]);
  const parts = [...byLayer].flatMap(([layer, own]) => [
    `## ${layer}`,
    '',
    '| finding | severity | |',
    '| --- | --- | --- |',
    ...own.map(({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title} |`),
    '',
  ]);
  return [
    '# What Notafter can conclude',
    '',
    'One page for each finding, made from the rules by `npm run finding-pages`; `/explain ID` shows the same in chat.',
    '`fatal`: clients cannot work. `error`: some fail, or will soon. `warning`: should be mended. `notice`: worth knowing.',
    '',
    ...parts,
  ].join('\n');
}
