import type { Diagnosis } from '../core/diagnosis.ts';
import type { Finding } from '../core/finding.ts';
import { type Block, type Inline, type Message, paragraph, strong, text } from '../core/message.ts';
import type { AnyProbe, ProbeResult } from '../core/probe.ts';
import { type Target, targetText } from '../core/target.ts';
import { addressTableBlocks } from './diagnosis/address-table.ts';
import { checkButtons } from './diagnosis/buttons.ts';
import { closerLook } from './diagnosis/closer-look.ts';
import { fixLine } from './diagnosis/finding-lines.ts';
import { growingLadderBlock, ladderBlock } from './diagnosis/ladder.ts';
import { quietPrint, smallPrint } from './diagnosis/small-print.ts';
import { summaryOf } from './diagnosis/summary.ts';
import { verdictTones } from './diagnosis/verdict-tones.ts';
import type { Waits } from './diagnosis/waits.ts';
import { prose, rungWords } from './prose.ts';

/** While it runs: the ladder with what has ended ticked off. */
export function progressMessage(
  target: Target,
  ladder: readonly AnyProbe[],
  soFar: readonly ProbeResult[],
  waits: Waits | null = null,
): Message {
  const name = targetText(target);
  return {
    tone: 'neutral',
    title: [text('Checking '), strong(name), text(' ...')],
    blocks: [growingLadderBlock(target, ladder, soFar, waits)],
    summary: `Checking ${name} ...`,
  };
}

/**
 * Verdict and cause, how the fix begins, the ladder, the addresses where they differ and small print: what is read first.
 * The rest is its closer look. Three lines when all is well.
 */
export function diagnosisMessage(
  diagnosis: Diagnosis,
  ladder: readonly AnyProbe[],
  { isWatched }: { readonly isWatched: boolean | null } = { isWatched: null },
): Message {
  const name = targetText(diagnosis.target);
  const sentence = verdictSentence(diagnosis);
  const told = toldFirst(diagnosis);
  const closer = closerLook(diagnosis, ladder);
  return {
    tone: told !== null && diagnosis.verdict === 'healthy' ? 'warning' : verdictTones[diagnosis.verdict],
    title: [strong(name), ...prose(` ${sentence}`)],
    blocks: headBlocks(diagnosis, told, ladder),
    ...closer,
    buttons: checkButtons(diagnosis, { isWatched, most: closer.details === undefined ? 5 : 4 }),
    summary: summaryOf(name, sentence, told),
    record: diagnosis,
  };
}

/** The cause; where there is none, the first thing that should be mended. */
function toldFirst({ rootCause, findings }: Diagnosis): Finding | null {
  return rootCause ?? findings.find(({ severity }) => severity === 'warning') ?? null;
}

function verdictSentence({ verdict, rootCause, results, findings }: Diagnosis): string {
  switch (verdict) {
    case 'healthy': {
      const [first, ...more] = findings.filter(({ severity }) => severity === 'warning');
      if (first === undefined) return 'is healthy';
      const count = more.length + 1;
      return `is healthy, with ${count} warning${count === 1 ? '' : 's'}: ${first.title}`;
    }
    case 'degraded':
      return `is degraded: ${rootCause?.title ?? 'some clients fail'}`;
    case 'broken':
      return `is broken: ${rootCause?.title ?? 'clients cannot work'}`;
    case 'unknown':
      return `could not be checked: ${rootCause?.title ?? firstFailure(results)}`;
  }
}

function firstFailure(results: readonly ProbeResult[]): string {
  for (const result of results) {
    if (result.status === 'failed') return `${result.probe}: ${result.message}`;
  }
  return 'the run ended early';
}

function headBlocks(
  diagnosis: Diagnosis,
  told: Finding | null,
  ladder: readonly AnyProbe[],
): readonly Block[] {
  // A run that saw nothing wrong and did not see everything shows where it ended.
  const isShort = diagnosis.verdict === 'healthy' && told === null;
  return [
    ...(told === null ? [] : [fixLine(told)]),
    isShort ? paragraph(...healthLine(diagnosis, ladder)) : ladderBlock(diagnosis, ladder),
    ...addressTableBlocks(diagnosis),
    diagnosis.rootCause === null ? quietPrint(diagnosis) : smallPrint(diagnosis),
  ];
}

/** "DNS 1 address · TLS 1.3, X25519 · certificate from R11 ... · HTTP 200". */
function healthLine(diagnosis: Diagnosis, ladder: readonly AnyProbe[]): readonly Inline[] {
  const block = ladderBlock(diagnosis, ladder);
  if (block.kind !== 'ladder') return [];
  return block.rungs.flatMap((rung, index): Inline[] => [
    text(index === 0 ? '' : ' · '),
    strong(rung.label),
    text(' '),
    ...rungWords(rung),
  ]);
}
