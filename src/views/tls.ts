import type { Diagnosis } from '../core/diagnosis.ts';
import {
  type Block,
  code,
  date,
  type Inline,
  labelled,
  type Message,
  note,
  type OfferedFile,
  strong,
  type Tone,
  text,
} from '../core/message.ts';
import type { AnyProbe, ProbeResult } from '../core/probe.ts';
import { hostPort, type Target, targetText } from '../core/target.ts';
import { msText } from '../core/text/time-text.ts';
import type { TlsGrade, TlsLetter } from '../core/tls-grade.ts';
import type { ScannedAddress } from '../probes/tls-scan.ts';
import { targetValues } from './diagnosis/buttons.ts';
import { factsIn } from './diagnosis/facts.ts';
import { fixLine } from './diagnosis/finding-lines.ts';
import { summaryOf } from './diagnosis/summary.ts';
import type { Waits } from './diagnosis/waits.ts';
import { diagnosisMessage, progressMessage } from './diagnosis.ts';
import { featureLines } from './tls/features.ts';
import { certificateRows, groupBlocks, suiteBlocks, versionBlocks } from './tls/tables.ts';
import { scanText } from './tls/text.ts';

const tones: Readonly<Record<TlsLetter, Tone>> = {
  'A+': 'good',
  A: 'good',
  B: 'warning',
  C: 'warning',
  D: 'bad',
  E: 'bad',
  F: 'bad',
};
const mostDeductions = 8;
const rungNames = new Set(['dns', 'reach', 'tcp', 'tls']);

/** What a scan knows so far: results, what was told on the way, and since when the rest is waited for. */
type Seen = {
  readonly ended: readonly ProbeResult[];
  readonly told: readonly string[];
  readonly waits: Waits | null;
};

/** While it runs: the way to the server, and what the scan has found so far. */
export function scanProgress(
  target: Target,
  ladder: readonly AnyProbe[],
  { ended, told, waits }: Seen,
): Message {
  const whole = progressMessage(
    target,
    ladder.filter(({ name }) => rungNames.has(name)),
    ended,
    waits,
  );
  const seen = told.length === 0 ? [] : [labelled('Scanned so far', text(told.join(', ')))];
  const sentence = `Scanning ${targetText(target)} ...`;
  const title: readonly Inline[] = [text('Scanning '), strong(targetText(target)), text(' ...')];
  return { ...whole, title, blocks: [...whole.blocks, ...seen], summary: sentence };
}

/** The grade first, then why, then everything the scan saw. The diagnosis itself where nothing could be scanned. */
export function scanMessage(
  diagnosis: Diagnosis,
  grades: readonly TlsGrade[],
  ladder: readonly AnyProbe[],
): Message {
  const scans = factsIn(diagnosis)('tls-scan')?.addresses ?? [];
  const [scan] = scans;
  const [grade] = grades;
  if (scan === undefined || grade === undefined || grade.letter === null) {
    return diagnosisMessage(diagnosis, ladder);
  }
  const name = targetText(diagnosis.target);
  const worst = grades.reduce((one, other) => (isWorse(other, one) ? other : one), grade);
  const [first] = worst.deductions;
  const sentence = `${gradeText(worst)}${reasonText(worst)}`;
  return {
    tone: tones[worst.letter ?? 'F'],
    title: [strong(name), text(` ${sentence}`)],
    blocks: [
      ...(first === undefined ? [] : [fixLine(first)]),
      ...scans.flatMap((one, index) => firstBlocks(one, grades[index] ?? null, scans.length > 1)),
      footnote(diagnosis, scans),
    ],
    details: {
      blocks: scans.flatMap((one, index) => closerBlocks(one, grades[index] ?? null, scans.length > 1)),
      files: scans.map((one, index) => fileOf(diagnosis.target, one, grades[index] ?? null)),
    },
    buttons: [
      { label: 'Scan again', command: 'tls', values: targetValues(diagnosis.target), style: 'primary' },
      { label: 'Check everything', command: 'check', values: targetValues(diagnosis.target) },
      { label: 'Certificate', command: 'cert', values: targetValues(diagnosis.target) },
    ],
    summary: summaryOf(name, sentence, first ?? null),
    record: { ...diagnosisRecord(diagnosis), grades, scans },
  };
}

function diagnosisRecord({ target, at, verdict, findings }: Diagnosis) {
  return { target, at, verdict, told: findings.map(({ id, severity, title }) => ({ id, severity, title })) };
}

function gradeText({ letter, provisional }: TlsGrade): string {
  return `has grade ${letter ?? 'none'}${provisional ? ' at best' : ''}`;
}

function reasonText({ deductions: [first] }: TlsGrade): string {
  return first === undefined ? '' : `: ${first.title}`;
}

function isWorse(one: TlsGrade, other: TlsGrade): boolean {
  const order = Object.keys(tones);
  return order.indexOf(one.letter ?? '') > order.indexOf(other.letter ?? '');
}

/** The grade where there are several, and which versions are spoken. */
function firstBlocks(scan: ScannedAddress, grade: TlsGrade | null, several: boolean): readonly Block[] {
  return [
    ...(several ? [headingOf(scan), ...(grade === null ? [] : [gradeBlock(grade)])] : []),
    ...(several || grade?.provisional !== true ? [] : [gradeBlock(grade)]),
    ...versionBlocks(scan),
  ];
}

function closerBlocks(scan: ScannedAddress, grade: TlsGrade | null, several: boolean): readonly Block[] {
  return [
    ...(several ? [headingOf(scan)] : []),
    ...(grade === null ? [] : deductionBlocks(grade)),
    ...suiteBlocks(scan),
    ...groupBlocks(scan),
    ...certificateRows(scan),
    labelled('Features'),
    {
      kind: 'list',
      items: featureLines(scan).map(({ label, value }) => [text(`${label}: `), strong(value)]),
    },
  ];
}

function headingOf({ address }: ScannedAddress): Block {
  return { kind: 'heading', text: hostPort(address.ip, address.port) };
}

function gradeBlock({ letter, provisional }: TlsGrade): Block {
  const sure = provisional ? ' at best: not everything could be seen' : '';
  return labelled('Grade', strong(letter ?? 'none'), text(sure));
}

function deductionBlocks({ deductions }: TlsGrade): readonly Block[] {
  if (deductions.length === 0) return [];
  const shown = deductions.slice(0, mostDeductions);
  const rest = deductions.length - shown.length;
  return [
    labelled('Why not better'),
    {
      kind: 'list',
      items: [...shown.map(deductionLine), ...(rest > 0 ? [[text(`and ${rest} more, in the file`)]] : [])],
    },
  ];
}

function deductionLine({
  cap,
  title,
  seen,
  reason,
  fix,
  citation,
}: TlsGrade['deductions'][number]): readonly Inline[] {
  return [
    strong(`at most ${cap}:`),
    text(` ${title} `),
    code(seen),
    text(`. ${reason} Fix: ${fix} (${citation})`),
  ];
}

function footnote({ at }: Diagnosis, scans: readonly ScannedAddress[]): Block {
  const connections = scans.reduce((sum, scan) => sum + scan.connections, 0);
  const elapsedMs = scans.reduce((sum, scan) => sum + scan.elapsedMs, 0);
  return note(
    text('Scanned '),
    date(at, 'absolute'),
    text(` with ${connections} connections in ${msText(elapsedMs)}; nothing was attacked.`),
  );
}

function fileOf({ host }: Target, scan: ScannedAddress, grade: TlsGrade | null): OfferedFile {
  const address = hostPort(scan.address.ip, scan.address.port);
  return {
    name: `tls-${host}-${scan.address.ip.replaceAll(':', '-')}.txt`,
    mediaType: 'text/plain',
    text: scanText(address, scan, grade),
  };
}
