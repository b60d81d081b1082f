import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Block, code, date, type Inline, note, text } from '../../core/message.ts';
import { unicodeHost } from '../../core/target.ts';
import { shorten } from '../../core/text/shorten.ts';
import { msText } from '../../core/text/time-text.ts';
import { renewalWords } from '../renewal.ts';
import { factsIn } from './facts.ts';
import { blameWords } from './finding-lines.ts';

/** Who has to act, when it was looked, how long that took and from where. */
export function smallPrint(diagnosis: Diagnosis): Block {
  const { rootCause } = diagnosis;
  const who =
    rootCause === null ? [] : [text(`Who has to act: ${inSentence(blameWords[rootCause.blame])}. `)];
  return note(...who, ...lookedWords(diagnosis), text('.'));
}

/** "Us: the machine" behind a colon: "us (the machine)". */
function inSentence(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`.replace(/: (.*)$/, ' ($1)');
}

/** Of an answer without a cause: the same, with what else there is to know in the same line. */
export function quietPrint(diagnosis: Diagnosis): Block {
  const store = storeWords(diagnosis);
  return note(
    ...lookedWords(diagnosis),
    ...(store === null ? [] : [text(` ${store}`)]),
    text('.'),
    ...clientWords(diagnosis),
    ...renewalWords(diagnosis),
  );
}

/** What the small print of a bad answer leaves to the closer look. */
export function finePrint(diagnosis: Diagnosis): readonly Block[] {
  const store = storeWords(diagnosis);
  const words = [
    ...(store === null ? [] : [text(` Judged ${store}.`)]),
    ...clientWords(diagnosis),
    ...renewalWords(diagnosis),
  ];
  return words.length === 0 ? [] : [note(...words)];
}

function lookedWords(diagnosis: Diagnosis): readonly Inline[] {
  const { at, elapsedMs, from, target } = diagnosis;
  const unicode = unicodeHost(target);
  return [
    text('Checked '),
    date(at, 'absolute'),
    text(` in ${msText(elapsedMs)}`),
    ...(from === 'here' ? [] : [text(` from ${from}`)]),
    ...(unicode === null ? [] : [text(`; ${target.host} is written ${unicode}`)]),
  ];
}

function storeWords(diagnosis: Diagnosis): string | null {
  const seen = factsIn(diagnosis)('chain');
  return seen === null ? null : `against ${seen.store}`;
}

/** Which certificate of ours was ready to be shown; never more than it says of itself. */
function clientWords(diagnosis: Diagnosis): readonly Inline[] {
  const client = factsIn(diagnosis)('tls')?.client;
  if (client === undefined || client.certificate === null) return [];
  const { subject, issuer, notAfter } = client.certificate;
  return [
    text(` Client certificate ${client.name}: `),
    code(shorten(subject.text, 120)),
    text(' of '),
    code(shorten(issuer.text, 120)),
    text(', ends '),
    date(notAfter, 'absolute'),
    text('.'),
  ];
}
