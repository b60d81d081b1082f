import {
  type Block,
  type Button,
  code,
  date,
  type Inline,
  type Message,
  note,
  strong,
  text,
} from '../../core/message.ts';
import { shorten } from '../../core/text/shorten.ts';
import { absoluteText } from '../../core/text/time-text.ts';
import { ownFaultNote } from '../vantage/own-fault.ts';
import type { DigestContent, DigestRow } from './content.ts';
import { countWords, digestTone } from './counts.ts';
import { driftBlocks } from './drift.ts';
import {
  endRow,
  mutedRow,
  newsRow,
  peopleWords,
  troubleRow,
  uncheckedRow,
  undeliveredRow,
  unownedRow,
} from './rows.ts';

export type DigestView = {
  /** Every row instead of the first few of each kind, as far as a message holds them. */
  readonly whole: boolean;
  /** There should be a timeline and is none. */
  readonly isUndrawn: boolean;
};

/** Rows of what presses, and of everything else: it is read on a phone. */
const most = { urgent: 8, other: 5, whole: 40 } as const;

export function digestMessage(content: DigestContent, view: DigestView): Message {
  const verdict = countWords(content);
  const sections = sectionsOf(content, view.whole);
  const cut = sections.reduce((sum, { rows, shown }) => sum + rows.length - shown, 0);
  return {
    tone: digestTone(content),
    title: [text('Expiry digest, '), date(content.at, 'absolute'), text(': '), strong(verdict)],
    blocks: [
      ...lateBlocks(content),
      ...breakerBlocks(content),
      ...sections.flatMap(sectionBlocks),
      ...footnotes(content, view),
    ],
    buttons: buttonsOf(content, cut),
    summary: `Expiry digest, ${absoluteText(content.at, content.zone, content.at)}: ${verdict}.`,
    record: content,
  };
}

type Section = {
  readonly title: string;
  readonly rows: readonly (readonly Inline[])[];
  readonly shown: number;
  readonly under?: Block | undefined;
};

function sectionsOf(content: DigestContent, whole: boolean): readonly Section[] {
  const section = <Row>(
    title: string,
    rows: readonly Row[],
    line: (row: Row) => readonly Inline[],
    few: number = most.other,
    under?: Block,
  ): Section => ({
    title,
    rows: rows.map(line),
    shown: Math.min(rows.length, whole ? most.whole : few),
    under,
  });
  const theirs = content.unchecked.filter(({ isOurs }) => !isOurs);
  const ours = content.unchecked.filter(({ isOurs }) => isOurs);
  return [
    section('Critical', content.critical, (row) => endRow(row, 'critical'), most.urgent),
    section('Overdue', content.overdue, (row) => endRow(row, 'overdue'), most.urgent),
    section('Due for renewal', content.due, (row) => endRow(row, 'due')),
    section('Certificate in time, other trouble', content.troubled, troubleRow),
    section('Could not check', theirs, uncheckedRow),
    section('Could not check, because of this machine', ours, uncheckedRow, most.other, ownFaultUnder(ours)),
    section('Since the last digest', content.news, newsRow),
    section('Muted', content.muted, mutedRow),
    section('Without an owner', content.unowned, unownedRow, most.other, howToOwn),
    section('Owners who are gone', content.gone, (who) => peopleWords([who])),
    section('Alarms that did not arrive', content.undelivered, undeliveredRow),
  ].filter(({ rows }) => rows.length > 0);
}

const howToOwn: Block = note(text('Give one an owner: '), code('/watch edit <target> owner:@name'));

function ownFaultUnder(rows: readonly DigestRow[]): Block {
  return ownFaultNote(rows.map(({ reason }) => reason));
}

function sectionBlocks({ title, rows, shown, under }: Section): readonly Block[] {
  const items = rows.slice(0, shown);
  const more = rows.length - shown;
  return [
    { kind: 'heading', text: `${title} (${rows.length})` },
    { kind: 'list', items: more > 0 ? [...items, [text(`and ${more} more`)]] : items },
    ...(under === undefined ? [] : [under]),
  ];
}

function lateBlocks({ missed }: DigestContent): readonly Block[] {
  const [newest, ...earlier] = missed;
  if (newest === undefined) return [];
  const others = earlier
    .slice(0, 3)
    .flatMap((at, index): Inline[] => [
      text(index === 0 ? ' Nor did those before come: ' : ', '),
      date(at, 'absolute'),
    ]);
  const rest = earlier.length > 3 ? ` and ${earlier.length - 3} more` : '';
  const end = earlier.length > 0 ? `${rest}.` : '';
  const why = ', and could not be made or sent then.';
  return [note(text('Late: it was meant for '), date(newest, 'absolute'), text(why), ...others, text(end))];
}

function breakerBlocks({ breaker }: DigestContent): readonly Block[] {
  if (breaker.kind !== 'open') return [];
  const { worse, total, since } = breaker;
  return [
    note(
      text(`${worse} of ${total} endpoints became worse at once `),
      date(since, 'relative'),
      text(', which looks like us: nobody is called about their troubles until that is over. See '),
      code('/vantage'),
      text('; if they really are down: '),
      code('/breaker tell'),
    ),
  ];
}

function footnotes(content: DigestContent, { isUndrawn }: DigestView): readonly Block[] {
  const { fine, withoutCertificate, notLookedAtAgain, renewed, next } = content;
  const listed = [content.critical, content.overdue, content.due, content.unchecked, content.troubled];
  const isListed = listed.some((rows) => rows.length > 0);
  const blocks: Block[] = [];
  if (renewed.length > 0) blocks.push(note(text(renewedWords(renewed))));
  blocks.push(...driftBlocks(content.drift));
  if (notLookedAtAgain > 0) {
    blocks.push(note(text(`${notLookedAtAgain} shown as last seen: looking again took too long.`)));
  }
  if (isUndrawn) blocks.push(note(text('The timeline could not be drawn; the log says why.')));
  const parts: Inline[] = [];
  if (isListed)
    parts.push(text('Looked at again just now. Nobody is pinged here: owners are told separately.'));
  if (next !== null)
    parts.push(text(parts.length > 0 ? ' Next digest ' : 'Next digest '), date(next, 'absolute'), text('.'));
  if (parts.length > 0) blocks.push(note(...parts));
  if (!isListed && fine + withoutCertificate === 0) {
    blocks.push(note(text('Start with '), code('/watch add example.org owner:@name')));
  }
  return blocks;
}

/** What went well by itself is one line, however much it is. */
function renewedWords(renewed: readonly string[]): string {
  const names = renewed.slice(0, 3).map((name) => shorten(name, 60));
  const more = renewed.length - names.length;
  return `Renewed since the last digest (${renewed.length}): ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

function buttonsOf({ certificates, next }: DigestContent, cut: number): readonly Button[] {
  const all: readonly Button[] =
    cut > 0 ? [{ label: `Show all (${cut} more)`, command: 'digest', subcommand: 'all', values: {} }] : [];
  const ends: readonly Button[] =
    certificates.length > 0 ? [{ label: 'All by their end', command: 'expiry', values: {} }] : [];
  const times: Button = {
    label: next === null ? 'Get it regularly' : 'When it comes',
    command: 'digest',
    subcommand: 'show',
    values: {},
  };
  return [...all, ...ends, times];
}
