// Puts the tables of settings and of schemes, made from the code, into the README.
import { readFileSync, writeFileSync } from 'node:fs';
import { schemesTable } from '../src/core/target/schemes.ts';
import { settingsTable } from '../src/env-example.ts';

const tables = [settingsTable(), schemesTable()];
let readme = readFileSync('README.md', 'utf8');
for (const table of tables) {
  const [head = ''] = table.split('\n');
  const start = readme.indexOf(`${head}\n`);
  if (start === -1) throw new Error(`README.md has no table to replace that begins with: ${head}`);
  const end = readme.indexOf('\n\n', start);
  readme = `${readme.slice(0, start)}${table}${readme.slice(end)}`;
}
writeFileSync('README.md', readme);
