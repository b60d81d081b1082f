import {
  type Block,
  type Button,
  type Details,
  date,
  labelled,
  type Message,
  note,
  strong,
  text,
} from '../../core/message.ts';
import { targetText } from '../../core/target.ts';
import { msText } from '../../core/text/time-text.ts';
import { dayText } from '../../core/text/utc-text.ts';
import type { ComparedDiagnosis } from '../../core/vantages/as-diagnosis.ts';
import { causeOf, type Sight, type Voice } from '../../core/vantages/sight.ts';
import { targetValues } from '../diagnosis/buttons.ts';
import { blameWords, findingBlocks, findingLine, fixLine } from '../diagnosis/finding-lines.ts';
import { summaryOf } from '../diagnosis/summary.ts';
import { verdictTones } from '../diagnosis/verdict-tones.ts';
import { prose } from '../prose.ts';
import { proofBlocks } from './proof.ts';
import { silenceWords } from './silence.ts';

const columns = ['from', 'verdict', 'cause', 'addresses', 'certificate', 'until', 'connect'] as const;
const mostAddresses = 3;

/** What several places make of a target together, a line for each, and the ladder of each behind it. */
export function comparisonMessage(diagnosis: ComparedDiagnosis): Message {
  const { comparison, target, verdict } = diagnosis;
  const name = targetText(target);
  const { headline, meaning, cause, kind } = comparison;
  const isSplit = kind === 'other-certificate' || comparison.voices.some(({ kind: how }) => how !== 'saw');
  return {
    tone: verdict === 'healthy' && isSplit ? 'warning' : verdictTones[verdict],
    title: [strong(name), ...prose(` ${headline}`)],
    blocks: [
      ...(meaning === null ? [] : [labelled('Means', ...prose(meaning))]),
      ...(cause === null || cause.blame !== comparison.blame ? [] : [fixLine(cause)]),
      tableOf(comparison.voices),
      ...silentBlocks(comparison.voices),
      smallPrint(diagnosis),
    ],
    details: detailsOf(diagnosis),
    buttons: buttonsOf(diagnosis),
    summary: summaryOf(name, headline, cause),
    record: diagnosis,
  };
}

function tableOf(voices: readonly Voice[]): Block {
  const rows = voices.map((voice) => (voice.kind === 'saw' ? rowOf(voice.sight) : unseenRow(voice)));
  const told = columns.map((_, index) => rows.some((row) => row[index] !== ''));
  const kept = <T>(row: readonly T[]) => row.filter((_, index) => told[index] === true);
  return { kind: 'table', columns: kept(columns), rows: rows.map(kept) };
}

function rowOf(sight: Sight): readonly string[] {
  const [leaf, ...more] = sight.certificates;
  const soonest = sight.certificates.toSorted(
    (one, other) => Number(one.notAfter) - Number(other.notAfter),
  )[0];
  return [
    sight.vantage,
    sight.verdict,
    sight.rootCause ?? '',
    addressesText(sight),
    leaf === undefined
      ? ''
      : `${leaf.fingerprint256.slice(0, 8)}${more.length === 0 ? '' : ` +${more.length}`}`,
    soonest === undefined ? '' : dayText(soonest.notAfter),
    sight.connectMs === null ? '' : msText(sight.connectMs),
  ];
}

function addressesText({ dialled }: Sight): string {
  const shown = dialled
    .slice(0, mostAddresses)
    .map(({ address, outcome }) => (outcome === 'open' ? address : `${address} ${outcome}`));
  const more = dialled.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function unseenRow(voice: Exclude<Voice, { kind: 'saw' }>): readonly string[] {
  const state = voice.kind === 'silent' ? 'no answer' : 'not looked at';
  return [voice.vantage, state, '', '', '', '', ''];
}

/** That a place says nothing is no fault of the target. */
function silentBlocks(voices: readonly Voice[]): readonly Block[] {
  const items = voices.flatMap((voice) =>
    voice.kind === 'saw' ? [] : [[strong(voice.vantage), text(': '), ...prose(silenceWords(voice))]],
  );
  return items.length === 0 ? [] : [labelled('Not heard'), { kind: 'list', items }];
}

function smallPrint({ comparison, at, elapsedMs }: ComparedDiagnosis): Block {
  const { cause, blame } = comparison;
  const who = cause === null ? [] : [text(`Who has to act: ${whoWords(blameWords[blame])}. `)];
  return note(...who, text('Checked '), date(at, 'absolute'), text(` in ${msText(elapsedMs)}.`));
}

function whoWords(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`.replace(/: (.*)$/, ' ($1)');
}

function detailsOf(diagnosis: ComparedDiagnosis): Details {
  const { comparison } = diagnosis;
  const { cause, voices } = comparison;
  return {
    blocks: [
      ...(cause === null ? [] : findingBlocks(cause)),
      ...proofBlocks(diagnosis),
      ...voices.flatMap((voice) => (voice.kind === 'saw' ? sightBlocks(voice.sight) : [])),
    ],
  };
}

function sightBlocks(sight: Sight): readonly Block[] {
  const told = sight.findings.filter(
    (finding) => finding !== causeOf(sight) && finding.severity !== 'notice',
  );
  return [
    { kind: 'heading', text: `From ${sight.vantage}` },
    { kind: 'ladder', rungs: sight.rungs },
    ...(sight.verdict === 'unknown' && sight.reason !== null
      ? [labelled('Could not look', ...prose(sight.reason))]
      : []),
    ...(told.length === 0 ? [] : [{ kind: 'list', items: told.map(findingLine) } as const]),
    note(
      text('Looked '),
      date(sight.at, 'absolute'),
      text(` in ${msText(sight.elapsedMs)}, by Notafter ${sight.version}.`),
    ),
  ];
}

function buttonsOf({ target, comparison, certificates }: ComparedDiagnosis): readonly Button[] {
  const values = targetValues(target);
  const { status, body } = target.expected ?? {};
  const again = {
    ...values,
    ...(status === undefined ? {} : { status }),
    ...(body === undefined ? {} : { expect: body }),
    from: comparison.voices.map(({ vantage }) => vantage).join(','),
  };
  return [
    { label: 'Run again', command: 'check', values: again, style: 'primary' },
    ...(comparison.cause === null
      ? []
      : [{ label: 'Explain', command: 'explain', values: { finding: comparison.cause.id } }]),
    ...(certificates.length === 0 ? [] : [{ label: 'Certificate', command: 'cert', values }]),
  ];
}
