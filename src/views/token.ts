import type { Evidence, Finding } from '../core/finding.ts';
import {
  type Block,
  labelled,
  type Message,
  note,
  paragraph,
  strong,
  type Tone,
  text,
} from '../core/message.ts';
import { targetText } from '../core/target.ts';
import type { TokenReport } from '../core/token-report.ts';
import { summaryOf } from './diagnosis/summary.ts';
import { observed, prose } from './prose.ts';

export function readingTokenMessage(): Message {
  const summary = 'Looking at the token and its issuer ...';
  return { tone: 'neutral', title: [text(summary)], blocks: [], summary, audience: 'caller' };
}

/** Why a resource server refuses the token, to the caller alone; nothing in it could be used in the token's place. */
export function tokenMessage(report: TokenReport): Message {
  const { rootCause, findings, shown, unchecked } = report;
  const words = headline(report);
  const others = findings.filter((finding) => finding !== rootCause);
  return {
    tone: tones[report.verdict],
    title: [strong(words.verdict), ...prose(words.rest)],
    blocks: [
      ...(rootCause === null ? [] : causeBlocks(rootCause)),
      ...(others.length === 0
        ? []
        : [labelled('Also'), { kind: 'list' as const, items: others.map(otherLine) }]),
      ...issuerBlocks(report),
      ...(shown.length === 0 ? [] : [claimsTable(shown)]),
      ...unchecked.map((sentence) => note(text(sentence))),
      note(text('The token was not stored, logged or shown. What it says of a person is left out.')),
    ],
    summary: summaryOf(words.verdict, words.rest, rootCause, ''),
    audience: 'caller',
    record: report,
  };
}

const tones: Readonly<Record<TokenReport['verdict'], Tone>> = {
  accepted: 'good',
  refused: 'bad',
  unsure: 'unknown',
};

function headline({ verdict, rootCause }: TokenReport): { readonly verdict: string; readonly rest: string } {
  switch (verdict) {
    case 'accepted':
      return { verdict: 'The token is in order', rest: ': a resource server takes it' };
    case 'refused':
      return {
        verdict: 'A resource server refuses the token',
        rest: `: ${rootCause?.title ?? ''} (${rootCause?.id ?? ''})`,
      };
    case 'unsure':
      return {
        verdict: 'Nothing wrong was found with the token',
        rest: ', and not everything could be checked',
      };
  }
}

function causeBlocks({ explanation, fix, evidence, reproduce, citation }: Finding): readonly Block[] {
  return [
    labelled('Fix', ...prose(fix)),
    labelled('Cause', ...prose(explanation)),
    ...(evidence.length === 0
      ? []
      : [
          labelled('Seen'),
          {
            kind: 'list' as const,
            items: evidence.map(({ label, value }) => [text(`${label}: `), ...observed(value)]),
          },
        ]),
    ...(reproduce === null
      ? []
      : [labelled('See the published keys'), { kind: 'code' as const, text: reproduce }]),
    note(text(`Source: ${citation}.`)),
  ];
}

function otherLine({ severity, title, id, evidence }: Finding): readonly ReturnType<typeof text>[] {
  const last = evidence.at(-1);
  return [text(`${severity}: ${title} (${id})${last === undefined ? '' : `; ${last.label}: ${last.value}`}`)];
}

/** Trouble of the issuer itself: nobody's token can be checked then. */
function issuerBlocks({ issuer }: TokenReport): readonly Block[] {
  if (issuer?.rootCause == null) return [];
  const { rootCause, target } = issuer;
  return [
    paragraph(
      text(
        `The issuer itself is not in order: ${rootCause.title} (${rootCause.id}). /check ${targetText(target)} tells more.`,
      ),
    ),
  ];
}

function claimsTable(shown: readonly Evidence[]): Block {
  return {
    kind: 'table',
    columns: ['claim', 'value'],
    rows: shown.map(({ label, value }) => [label, value]),
  };
}
