// Puts the configuration table, made from the settings, into the README.
import { readFileSync, writeFileSync } from 'node:fs';
import { settingsTable } from '../src/env-example.ts';

const readme = readFileSync('README.md', 'utf8');
const table = /\| variable \| meaning \| example \|\n(?:\|.*\n)+/;
if (!table.test(readme)) throw new Error('README.md has no configuration table to replace.');
writeFileSync(
  'README.md',
  readme.replace(table, () => `${settingsTable()}\n`),
);
