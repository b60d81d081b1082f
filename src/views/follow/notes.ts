import { layerNames } from '../../core/layer.ts';
import { type Block, code, date, type Inline, labelled, strong, text } from '../../core/message.ts';
import type { FollowCause, FollowChange, FollowNote } from '../../core/watch/follow.ts';
import { changeInlines, partNames } from '../diagnosis/changes.ts';
import { isBetter, lastedText } from './words.ts';

/** What a look showed, in one line: "14:02:15 recovered after 6 min 20 s; layers back: TCP". */
export function changeLine({ at, notes }: FollowChange): readonly Inline[] {
  const parts = notes.flatMap((note, position): Inline[] => [
    text(position === 0 ? ' ' : '; '),
    ...noteInlines(note, at),
  ]);
  return [date(at, 'clock'), ...parts];
}

function noteInlines(note: FollowNote, at: Date): readonly Inline[] {
  switch (note.kind) {
    case 'first':
      return [text('first look: '), strong(note.verdict), ...causeInlines(note.cause)];
    case 'turned':
      return turnedInlines(note, at);
    case 'cause':
      if (note.from?.id === note.to?.id) return [text('now it is'), ...causeInlines(note.to)];
      return [text('the cause is another now'), ...causeInlines(note.to), ...formerInlines(note.from)];
    case 'layers':
      return [
        text([layerText('broke', note.broke), layerText('back', note.back)].filter(Boolean).join(', ')),
      ];
    case 'changed':
      return note.changes.flatMap(changeInlines);
    case 'restless': {
      const names = note.parts.map((part) => partNames[part]).join(', ');
      return [text(`${names} keeps changing from look to look: this is told no more`)];
    }
    case 'blind':
      return [strong('could not look'), text(`: ${note.reason}. This says nothing about the target`)];
    case 'paced':
      return [
        strong('some looks are left out'),
        text(`: ${note.reason} Follow it less often, or stop another that looks there`),
      ];
    case 'sees-again':
      return [text('looking works again; nothing was seen since '), date(note.since, 'clock')];
    case 'gap':
      return [
        strong('not looked at'),
        text(' from '),
        date(note.from, 'clock'),
        text(' to '),
        date(at, 'clock'),
        text(': Notafter was not running'),
      ];
  }
}

function turnedInlines(
  { from, to, cause, since }: Extract<FollowNote, { kind: 'turned' }>,
  at: Date,
): readonly Inline[] {
  const afterText = ` after ${lastedText(at.getTime() - since.getTime())} of being ${from}`;
  if (to === 'healthy') return [strong('recovered'), text(afterText)];
  const word = isBetter(from, to) ? `better, ${to} now` : `${to} now`;
  return [strong(word), ...causeInlines(cause), text(`;${afterText}`)];
}

function causeInlines(cause: FollowCause | null): readonly Inline[] {
  return cause === null ? [] : [text(`: ${cause.title} `), code(cause.id)];
}

function formerInlines(cause: FollowCause | null): readonly Inline[] {
  return cause === null ? [] : [text('; it was '), code(cause.id)];
}

function layerText(lead: string, layers: readonly (keyof typeof layerNames)[]): string {
  if (layers.length === 0) return '';
  return `${layers.length === 1 ? 'layer' : 'layers'} ${lead}: ${layers.map((layer) => layerNames[layer]).join(', ')}`;
}

/** The fix and the command that shows it, where a cause is new. */
export function causeBlocks(notes: readonly FollowNote[]): readonly Block[] {
  const cause = notes.map(causeOf).findLast((found) => found !== null);
  if (cause === undefined || cause === null) return [];
  const shown: readonly Block[] =
    cause.reproduce === null ? [] : [labelled('See it yourself'), { kind: 'code', text: cause.reproduce }];
  return [labelled('Fix', text(cause.fix)), ...shown];
}

function causeOf(note: FollowNote): FollowCause | null {
  switch (note.kind) {
    case 'first':
    case 'turned':
      return note.cause;
    case 'cause':
      return note.to;
    case 'layers':
    case 'changed':
    case 'restless':
    case 'blind':
    case 'paced':
    case 'sees-again':
    case 'gap':
      return null;
  }
}
