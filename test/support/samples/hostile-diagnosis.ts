import fc from 'fast-check';
import { type Seen, seenOf } from '../../../src/chat/terminal/formats/seen.ts';
import { type Diagnosis, verdicts } from '../../../src/core/diagnosis.ts';
import { type Finding, severities } from '../../../src/core/finding.ts';
import type { Message } from '../../../src/core/message.ts';
import { anyMessage, anyText } from './any-message.ts';
import { sampleDiagnosis } from './sample-diagnosis.ts';

/** What breaks a format or makes a reader do something. */
export const nastyText = fc.oneof(
  anyText,
  fc
    .array(
      fc.constantFrom(
        '@octocat',
        '@a/b',
        '#12',
        'GH-1',
        'https://',
        'www.',
        'a.example',
        '|',
        '`',
        '``',
        '\\',
        '\n',
        '\r',
        ']]>',
        '<!--',
        '-->',
        '<a href="x">',
        '![x](y)',
        '[x](javascript:y)',
        '**',
        '_',
        '~~',
        '{',
        '}',
        '"',
        '&amp;',
        ':tada:',
        'a@b.example',
        '\u0000',
        '\ufffe',
        '\u001b]8;;https://x\u0007',
        '\u001b[2J',
        '\u200b',
        '\u202e',
        '1. ',
        '- ',
        '    ',
        '\t',
        '# HELP',
        'deadbeefcafe',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    title: nastyText,
    explanation: nastyText,
    fix: nastyText,
    label: nastyText,
    value: nastyText,
    severity: fc.constantFrom(...severities),
  })
  .map(({ label, value, ...own }) => ({
    ...(sampleDiagnosis.findings[0] as Finding),
    ...own,
    evidence: [{ label, value }],
    reproduce: value,
  }));

/** A diagnosis with hostile words wherever a target has a say. */
export const anyDiagnosis: fc.Arbitrary<Diagnosis> = fc
  .record({
    findings: fc.array(anyFinding, { maxLength: 3 }),
    verdict: fc.constantFrom(...verdicts),
    message: nastyText,
  })
  .map(({ findings, verdict, message }) => ({
    ...sampleDiagnosis,
    findings,
    verdict,
    rootCause: findings[0] ?? null,
    results: sampleDiagnosis.results.map((result) =>
      result.status === 'failed' ? { ...result, message } : result,
    ),
  }));

export const anySeen: fc.Arbitrary<Seen> = fc
  .record({
    message: anyMessage,
    diagnosis: fc.option(anyDiagnosis),
    name: nastyText,
    ms: fc.nat(10_000),
    line: fc.nat(99),
  })
  .map(({ message, diagnosis, name, ms, line }) => {
    const answer: Message = diagnosis === null ? message : { ...message, record: diagnosis };
    return { ...seenOf(answer, { name, elapsedMs: ms, at: { list: name, line } }), name };
  });
