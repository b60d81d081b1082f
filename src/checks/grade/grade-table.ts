import { tlsLetters } from '../../core/tls-grade.ts';
import { gradeRules } from './tls-grade.ts';

/** The table of docs/tls-grade.md: every rule, those that cost most first. */
export function gradeTable(): string {
  const rows = gradeRules
    .toSorted((one, other) => tlsLetters.indexOf(other.cap) - tlsLetters.indexOf(one.cap))
    .map(
      ({ id, cap, title, reason, citation }) => `| ${cap} | \`${id}\` | ${title} | ${reason} | ${citation} |`,
    );
  return ['| at most | rule | what | why | source |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}
