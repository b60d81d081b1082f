import {
  type Block,
  code,
  date,
  type Inline,
  type Message,
  note,
  strong,
  type Tone,
  text,
} from '../core/message.ts';
import { targetText } from '../core/target.ts';
import { shorten } from '../core/text/shorten.ts';
import { absoluteText } from '../core/text/time-text.ts';
import type { WatchRow } from '../core/watch/endpoint.ts';
import { isOurs, ownFaultBlocks } from './vantage/own-fault.ts';

/** The watch list, sorted by what has to be done. Every row is in exactly one of the lists or counts. */
export type DigestContent = {
  readonly at: Date;
  /** The slot it was meant for, when it comes much later. */
  readonly lateFrom: Date | null;
  readonly zone: string;
  /** Expired, critical and overdue, in this order. */
  readonly overdue: readonly WatchRow[];
  readonly due: readonly WatchRow[];
  /** The certificate was not seen this time, or never. */
  readonly unchecked: readonly WatchRow[];
  /** The certificate has time; the endpoint is broken or degraded for another reason. */
  readonly troubled: readonly WatchRow[];
  readonly fine: number;
  /** Reached, and speaks no TLS: nothing there can expire. */
  readonly withoutCertificate: number;
  /** Listed above and owned by nobody. */
  readonly unowned: number;
  /** Listed as last seen, because looking again took too long. */
  readonly notLookedAtAgain: number;
  /** Alarms of this place that did not arrive. */
  readonly undelivered: readonly WatchRow[];
};

const mostRows = 20;
const longestReason = 160;

export function digestMessage(content: DigestContent): Message {
  const day = absoluteText(content.at, content.zone, content.at);
  const verdict = countWords(content);
  return {
    tone: toneOf(content),
    title: [text('Expiry digest, '), date(content.at, 'absolute'), text(': '), strong(verdict)],
    blocks: [
      ...lateBlocks(content),
      ...section('Overdue', content.overdue, endLine),
      ...section('Due for renewal', content.due, endLine),
      ...section('Could not check', content.unchecked.filter(isTheirs), uncheckedLine),
      ...ownFaultBlocks(content.unchecked.filter(isOurs), (rows) =>
        section('Could not check, because of this machine', rows, uncheckedLine),
      ),
      ...section('Certificate in time, other trouble', content.troubled, troubleLine),
      ...section('Alarms that did not arrive', content.undelivered, undeliveredLine),
      ...footnotes(content),
    ],
    buttons: [{ label: 'Show all', command: 'expiry', values: {} }],
    summary: `Expiry digest, ${day}: ${verdict}.`,
  };
}

function isTheirs(row: WatchRow): boolean {
  return !isOurs(row);
}

function toneOf({ overdue, due, unchecked, troubled }: DigestContent): Tone {
  if (overdue.length > 0 || troubled.some((row) => row.sighting?.verdict === 'broken')) return 'bad';
  if (due.length > 0 || troubled.length > 0) return 'warning';
  return unchecked.length > 0 ? 'unknown' : 'good';
}

function countWords(content: DigestContent): string {
  const { overdue, due, unchecked, troubled, fine, withoutCertificate } = content;
  const expired = overdue.filter((row) => row.state === 'expired').length;
  const parts: string[] = [];
  const count = (n: number, words: string) => n > 0 && parts.push(`${n} ${words}`);
  count(expired, 'expired');
  count(overdue.length - expired, 'overdue');
  count(due.length, 'due');
  count(unchecked.length, 'could not be checked');
  count(troubled.length, 'with other trouble');
  const listed = parts.length;
  if (listed === 0 && fine + withoutCertificate === 0) return 'nothing is watched here yet';
  if (listed === 0 && withoutCertificate === 0)
    return fine === 1 ? 'the one watched is fine' : `all ${fine} fine`;
  if (fine > 0 || withoutCertificate === 0) parts.push(`${fine} fine`);
  count(withoutCertificate, 'without a certificate');
  return parts.join(', ');
}

function lateBlocks({ lateFrom }: DigestContent): readonly Block[] {
  if (lateFrom === null) return [];
  return [
    note(
      text('Late: it was meant for '),
      date(lateFrom, 'absolute'),
      text(', when this bot was not running.'),
    ),
  ];
}

function section(
  title: string,
  rows: readonly WatchRow[],
  line: (row: WatchRow) => readonly Inline[],
): readonly Block[] {
  if (rows.length === 0) return [];
  const items = rows.slice(0, mostRows).map(line);
  const more = rows.length - mostRows;
  if (more > 0) items.push([text(`and ${more} more: `), code('/expiry')]);
  return [
    { kind: 'heading', text: `${title} (${rows.length})` },
    { kind: 'list', items },
  ];
}

/** "in 3 days pay.example.com · critical · Alice" */
function endLine(row: WatchRow): readonly Inline[] {
  const end = row.sighting?.certificate?.notAfter;
  return [
    ...(end === undefined ? [] : [date(end, 'relative'), text(' ')]),
    strong(targetText(row.endpoint.target)),
    text(` · ${row.state ?? 'unknown'} · `),
    ...ownerWords(row),
    ...(row.sighting?.verdict === 'broken' && row.state !== 'expired'
      ? [text(` · broken: ${reasonWords(row)}`)]
      : []),
  ];
}

function uncheckedLine(row: WatchRow): readonly Inline[] {
  const name = strong(targetText(row.endpoint.target));
  if (row.sighting === null) return [name, text(': not looked at yet · '), ...ownerWords(row)];
  const { at, certificate, certificateSeenAt, reason } = row.sighting;
  const why: Inline[] =
    reason === null ? [text(': last looked at '), date(at, 'relative')] : [text(`: ${reasonWords(row)}`)];
  const known: Inline[] =
    certificate === null || certificateSeenAt === null
      ? [text('no certificate was ever seen')]
      : [
          text('the certificate seen '),
          date(certificateSeenAt, 'relative'),
          text(row.state === 'expired' ? ' expired ' : ' expires '),
          date(certificate.notAfter, 'relative'),
        ];
  return [name, ...why, text(' · '), ...known, text(' · '), ...ownerWords(row)];
}

function troubleLine(row: WatchRow): readonly Inline[] {
  const verdict = row.sighting?.verdict ?? 'unknown';
  return [
    strong(targetText(row.endpoint.target)),
    text(` · ${verdict}: ${reasonWords(row)} · `),
    ...ownerWords(row),
  ];
}

function undeliveredLine({ endpoint, undelivered }: WatchRow): readonly Inline[] {
  return [
    strong(targetText(endpoint.target)),
    text(` · ${shorten(undelivered?.reason ?? 'refused', longestReason)}`),
    ...(undelivered === null ? [] : [text(' ('), date(undelivered.at, 'relative'), text(')')]),
  ];
}

/** Names, never mentions: a digest calls nobody. */
function ownerWords({ endpoint }: WatchRow): readonly Inline[] {
  if (endpoint.owners.length === 0) return [text('no owner')];
  return endpoint.owners.flatMap((who, index): Inline[] =>
    index === 0 ? [{ kind: 'person', who }] : [text(', '), { kind: 'person', who }],
  );
}

function reasonWords({ sighting }: WatchRow): string {
  return shorten(sighting?.reason ?? 'no reason was given', longestReason);
}

function footnotes({ unowned, notLookedAtAgain, fine, withoutCertificate, ...rest }: DigestContent): Block[] {
  const blocks: Block[] = [];
  if (unowned > 0) {
    const who = unowned === 1 ? 'One of these has no owner' : `${unowned} of these have no owner`;
    blocks.push(note(text(`${who}, so nobody is called for it: `), code('/watch edit <target> owner:@name')));
  }
  if (notLookedAtAgain > 0) {
    blocks.push(note(text(`${notLookedAtAgain} shown as last seen: looking again took too long.`)));
  }
  const listed = [rest.overdue, rest.due, rest.unchecked, rest.troubled].some((rows) => rows.length > 0);
  if (listed)
    blocks.push(note(text('Looked at again just now. Nobody is pinged here: owners are told separately.')));
  if (!listed && fine + withoutCertificate === 0) {
    blocks.push(note(text('Start with '), code('/watch add example.org owner:@name')));
  }
  return blocks;
}
