import type { Message } from '../../core/message.ts';
import { type Mention, type Place, platformNames } from '../../core/people.ts';
import type { Recipient } from '../../core/watch/notification.ts';
import { byKind, fields, isFields, isOneOf, listOf, optional, orNull, text } from './shapes.ts';

/** A message as JSON left it: dates and bytes are texts. */
export type KeptMessage = Omit<Message, 'pictures'> & {
  readonly pictures?: readonly KeptPicture[];
};

export type KeptPicture = { readonly name: string; readonly bytes: string; readonly alternative: string };

const mention = fields({
  platform: isOneOf(...platformNames),
  kind: isOneOf('user', 'group', 'channel'),
  id: text,
  name: text,
  zone: optional(text),
});

const worded = fields({ text });
const inlines = listOf(
  byKind({
    ...{ text: worded, strong: worded, code: worded },
    link: fields({ text, url: text }),
    date: fields({ at: orNull(text), style: isOneOf('relative', 'absolute', 'both', 'clock') }),
    mention: fields({ who: mention }),
    person: fields({ who: mention }),
  }),
);

const rung = fields({
  mark: isOneOf('good', 'warning', 'bad', 'unknown', 'waiting', 'later', 'not-reached'),
  ...{ label: text, value: text, until: optional(orNull(text)) },
  elapsedMs: orNull((value) => typeof value === 'number'),
});

const blocks = listOf(
  byKind({
    paragraph: fields({ inlines }),
    note: fields({ inlines }),
    labelled: fields({ label: text, inlines }),
    heading: worded,
    code: worded,
    ladder: fields({ rungs: listOf(rung) }),
    list: fields({ items: listOf(inlines) }),
    table: fields({ columns: listOf(text), rows: listOf(listOf(text)) }),
    divider: () => true,
  }),
);

const button = fields({
  ...{ label: text, command: text, subcommand: optional(text), asks: optional(listOf(text)) },
  style: optional(isOneOf('primary', 'danger')),
  values: (value) => isFields(value) && Object.values(value).every(text),
});
const files = listOf(fields({ name: text, mediaType: text, text }));

const message = fields({
  tone: isOneOf('good', 'warning', 'bad', 'neutral', 'unknown'),
  ...{ title: inlines, blocks, summary: text },
  details: optional(fields({ blocks, files: optional(files) })),
  buttons: optional(listOf(button)),
  choice: optional(fields({ label: text, of: listOf(button) })),
  files: optional(files),
  pictures: optional(listOf(fields({ name: text, bytes: text, alternative: text }))),
});

const place = fields({ platform: isOneOf(...platformNames), channel: text, thread: optional(text) });

const recipient = byKind({
  place: fields({ place }),
  person: fields({ who: mention }),
});

export function isMention(value: unknown): value is Mention {
  return mention(value);
}

export function isPlace(value: unknown): value is Place {
  return place(value);
}

export function isRecipient(value: unknown): value is Recipient {
  return recipient(value);
}

/** Whether all of it is what this version knows: a row may be damaged, or another version's. */
export function isKeptMessage(value: unknown): value is KeptMessage {
  return message(value);
}
