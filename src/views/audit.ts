import { type Message, note, paragraph, text } from '../core/message.ts';
import { placeWord } from '../core/people.ts';
import { shorten } from '../core/text/shorten.ts';
import type { KeptEntry } from '../core/watch/audit.ts';

const longestWords = 80;

/** `values`: what was asked for, so that the next page asks for the same. */
export function auditMessage(
  rows: readonly KeptEntry[],
  values: Readonly<Record<string, string>>,
  hasMore: boolean,
): Message {
  const last = rows.at(-1);
  const title =
    rows.length === 0 ? 'The audit log has nothing of that' : `Audit log: ${countWords(rows.length)}`;
  return {
    tone: 'neutral',
    title: [text(title)],
    blocks:
      rows.length === 0
        ? [
            paragraph(
              text('Everything that is run is in it, and what was refused; /audit alone shows the newest.'),
            ),
          ]
        : [
            {
              kind: 'table',
              columns: ['when (UTC)', 'who', 'where', 'what', 'outcome'],
              rows: rows.map(rowOf),
            },
            note(text('Secrets, passwords and files are never in it.')),
          ],
    ...(hasMore && last !== undefined
      ? {
          buttons: [{ label: 'Older', command: 'audit', values: { ...values, before: String(last.number) } }],
        }
      : {}),
    summary: title,
    audience: 'caller',
    record: rows,
  };
}

function countWords(count: number): string {
  return count === 1 ? 'one entry' : `${count} entries`;
}

function rowOf({ at, who, place, did, words, outcome }: KeptEntry): readonly string[] {
  const said = words.startsWith(`/${did}`) ? words : `${did}: ${words}`;
  return [
    at.toISOString().slice(0, 19).replace('T', ' '),
    who.name,
    place === undefined ? '' : placeWord(place),
    shorten(said, longestWords),
    outcome ?? 'done',
  ];
}
