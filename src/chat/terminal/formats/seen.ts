import type { Diagnosis, Verdict } from '../../../core/diagnosis.ts';
import { isDiagnosis } from '../../../core/diagnosis-json.ts';
import type { Message } from '../../../core/message.ts';
import { targetText } from '../../../core/target.ts';
import { verdictOf } from '../exit-code.ts';

/** One target, looked at or refused, as every format tells of it. */
export type Seen = {
  /** As people call it; where it could not be read, as it was typed. */
  readonly name: string;
  readonly verdict: Verdict;
  /** Warnings of what is healthy beside them. */
  readonly warnings: number;
  /** One line: the cause, else the first warning, else why it was not looked at; null where all is well. */
  readonly cause: string | null;
  /** When the first of its certificates ends. */
  readonly ends: Date | null;
  readonly elapsedMs: number;
  readonly message: Message;
  /** Null: it was refused, or something broke on our side. */
  readonly diagnosis: Diagnosis | null;
  /** Where a list names it. */
  readonly at: { readonly list: string; readonly line: number } | null;
};

/** `name`: what was typed; `elapsedMs`: how long the answer took. */
export function seenOf(
  message: Message,
  { name, elapsedMs, at = null }: Pick<Seen, 'name' | 'elapsedMs'> & { readonly at?: Seen['at'] },
): Seen {
  const verdict = verdictOf(message);
  const { record } = message;
  if (!isDiagnosis(record)) {
    return {
      name,
      verdict,
      warnings: 0,
      cause: verdict === 'healthy' ? null : message.summary,
      ends: null,
      elapsedMs,
      message,
      diagnosis: null,
      at,
    };
  }
  const warnings = record.findings.filter(({ severity }) => severity === 'warning');
  return {
    name: targetText(record.target),
    verdict,
    warnings: warnings.length,
    cause: causeOf(record) ?? warnings[0]?.title ?? null,
    ends: firstEnd(record),
    elapsedMs: record.elapsedMs,
    message,
    diagnosis: record,
    at,
  };
}

function causeOf({ rootCause, verdict, results }: Diagnosis): string | null {
  if (rootCause !== null) return rootCause.title;
  if (verdict === 'healthy') return null;
  const failed = results.find((result) => result.status === 'failed');
  return failed?.status === 'failed' ? failed.message : 'it was not seen to the end';
}

function firstEnd({ certificates }: Diagnosis): Date | null {
  const ends = certificates.map(({ notAfter }) => notAfter.getTime()).filter(Number.isFinite);
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}
