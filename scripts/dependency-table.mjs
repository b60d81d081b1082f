// Puts the number of packages and who brings them, read from the lock file, into docs/dependencies.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { readLock } from './supply/lock.ts';
import { treeText } from './supply/tree-table.ts';

const page = 'docs/dependencies.md';
const text = readFileSync(page, 'utf8');
const heading = '## How many\n\n';
const start = text.indexOf(heading) + heading.length;
if (start < heading.length) throw new Error(`${page} has no section "How many"`);
const end = text.indexOf('\n\n', text.indexOf('| ---', start)) + 1;
writeFileSync(page, `${text.slice(0, start)}${treeText(readLock('.'))}${text.slice(end)}`);
