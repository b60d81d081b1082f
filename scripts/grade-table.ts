// Puts the rules of the TLS grade into docs/tls-grade.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { gradeTable } from '../src/checks/grade/grade-table.ts';

const page = new URL('../docs/tls-grade.md', import.meta.url);
const text = readFileSync(page, 'utf8');
writeFileSync(
  page,
  text.replace(/\| at most \|[\s\S]*?\n(?=\n|$)/, () => `${gradeTable()}\n`),
);
