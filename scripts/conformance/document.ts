import { readFileSync, writeFileSync } from 'node:fs';

const file = 'docs/conformance.md';

/** Puts text between the markers of a section: `<!-- name -->` and `<!-- /name -->`. */
export function writeSection(name: string, text: string): void {
  const page = readFileSync(file, 'utf8');
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = page.split(open);
  const after = rest?.split(close)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} has no section ${name}`);
  writeFileSync(file, `${before}${open}\n${text.trim()}\n${close}${after}`);
}

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
