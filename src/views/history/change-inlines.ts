import { code, date, type Inline, strong, text } from '../../core/message.ts';
import type { PastChange, PastLeaf, PastState } from '../../core/past/look-run.ts';
import { shorten } from '../../core/text/shorten.ts';
import { changeInlines } from '../diagnosis/changes.ts';

const longestReason = 120;

/** What changed at one moment, in one line. */
export function pastChangeInlines(change: PastChange): readonly Inline[] {
  const when: readonly Inline[] = [date(change.at, 'absolute'), text(': ')];
  switch (change.what) {
    case 'verdict':
      return [...when, ...verdictInlines(change.before, change.now)];
    case 'certificate':
      return [...when, ...certificateInlines(change.before, change.now)];
    case 'observed':
      return [...when, ...change.changes.flatMap(changeInlines)];
  }
}

function verdictInlines(before: PastState, now: PastState): readonly Inline[] {
  const word =
    now.verdict === before.verdict ? `still ${now.verdict}` : `${before.verdict} -> ${now.verdict}`;
  const cause: readonly Inline[] = now.rootCause === null ? [] : [text(' '), code(now.rootCause)];
  const reason = now.reason === null ? '' : `: ${shorten(now.reason, longestReason)}`;
  return [strong(word), ...cause, text(now.verdict === 'healthy' ? '' : reason)];
}

function certificateInlines(before: PastLeaf | null, now: PastLeaf): readonly Inline[] {
  const ends: readonly Inline[] = [date(now.notAfter, 'absolute')];
  if (before === null) return [strong('first certificate'), text(` of ${issuerOf(now)}, ends `), ...ends];
  const later = now.notAfter > before.notAfter;
  return [
    strong(later ? 'certificate renewed' : 'other certificate, which ends no later'),
    text(': notAfter '),
    date(before.notAfter, 'absolute'),
    text(' -> '),
    ...ends,
    ...(before.issuer === now.issuer
      ? [text(`, by ${issuerOf(now)} again`)]
      : [text(`, issuer ${issuerOf(before)} -> ${issuerOf(now)}`)]),
  ];
}

function issuerOf({ issuer }: PastLeaf): string {
  return issuer === '' ? 'an unnamed issuer' : shorten(issuer, 60);
}
