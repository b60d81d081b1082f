import type { Message } from '../../core/message.ts';
import { type Mention, platformNames } from '../../core/people.ts';
import type { Recipient } from '../../core/watch/notification.ts';

/** A message as JSON left it: dates and bytes are texts. */
export type KeptMessage = Omit<Message, 'pictures'> & {
  readonly pictures?: readonly KeptPicture[];
};

export type KeptPicture = { readonly name: string; readonly bytes: string; readonly alternative: string };

type Fields = Readonly<Record<string, unknown>>;
type Shape = (value: unknown) => boolean;

const text: Shape = (value) => typeof value === 'string';
const isOneOf =
  (...known: readonly string[]): Shape =>
  (value) =>
    known.includes(value as string);
const optional =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);
/** What JSON cannot write, an invalid date say, came to rest as null. */
const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);
const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value) =>
    isFields(value) && Object.entries(shapes).every(([name, shape]) => shape(own(value, name)));
}

function byKind(kinds: Readonly<Record<string, Shape>>): Shape {
  return (value) => {
    const kind = isFields(value) ? own(value, 'kind') : null;
    return typeof kind === 'string' && Object.hasOwn(kinds, kind) && kinds[kind]?.(value) === true;
  };
}

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

const recipient = byKind({
  place: fields({
    place: fields({ platform: isOneOf(...platformNames), channel: text, thread: optional(text) }),
  }),
  person: fields({ who: mention }),
});

export function isMention(value: unknown): value is Mention {
  return mention(value);
}

export function isRecipient(value: unknown): value is Recipient {
  return recipient(value);
}

/** Whether all of it is what this version knows: a row may be damaged, or another version's. */
export function isKeptMessage(value: unknown): value is KeptMessage {
  return message(value);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: Fields, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
