import { attachmentsOf } from '../attachments.ts';
import {
  type Fields,
  fieldsOf,
  invalidFields,
  invalidForm,
  lengthBetween,
  listOf,
  oneOf,
  onlyFields,
} from '../form-errors.ts';
import { type AllowedMentions, ApiError, type Attachment, type Component } from '../shapes.ts';
import { type Problem, problemsOfComponents, problemsOfEmbeds, problemsOfRows } from './validate.ts';

export const flags = {
  suppressEmbeds: 4,
  ephemeral: 64,
  loading: 128,
  silent: 4096,
  componentsV2: 32_768,
} as const;

/** What a request may set: `post` as the bot, `reply` through an interaction, `edit` either way. */
export type Request = 'post' | 'reply' | 'edit';

export type Draft = {
  readonly content: string;
  readonly embeds: readonly unknown[];
  readonly components: readonly Component[];
  readonly flags: number;
  readonly allowedMentions: AllowedMentions | undefined;
  readonly nonce: string | null;
  readonly attachments: readonly Attachment[];
};

/** What the message is before an edit; null when it is new. */
export type Before = Pick<Draft, 'content' | 'embeds' | 'components' | 'flags' | 'attachments'> | null;

const known = [
  'content',
  'tts',
  'nonce',
  'enforce_nonce',
  'embeds',
  'components',
  'allowed_mentions',
  'flags',
  'message_reference',
  'attachments',
  'sticker_ids',
];
const settable: Readonly<Record<Request, number>> = {
  post: flags.suppressEmbeds | flags.silent | flags.componentsV2,
  reply: flags.suppressEmbeds | flags.silent | flags.componentsV2 | flags.ephemeral,
  edit: flags.suppressEmbeds | flags.componentsV2,
};

/** Reads a message body as strictly as Discord documents it; throws the ApiError it would answer with. */
export function checkMessage(body: unknown, request: Request, before: Before): Draft {
  const fields = fieldsOf('message', body);
  onlyFields('', fields, known);
  // Discord takes it without, and lets the text decide who is called: that is a mistake here.
  const says = ['content', 'embeds', 'components'].some((name) => fields[name] !== undefined);
  if (says && fields.allowed_mentions === undefined) {
    throw invalidForm('allowed_mentions', 'STRICT', 'Say who may be mentioned.');
  }
  const asked = Number(fields.flags ?? 0);
  if ((asked & ~settable[request]) !== 0) {
    throw invalidForm(
      'flags',
      'MESSAGE_INVALID_FLAGS',
      `These flags may not be set here: ${asked & ~settable[request]}`,
    );
  }
  const isV2 = ((asked | (before?.flags ?? 0)) & flags.componentsV2) !== 0;
  const draft: Draft = {
    content: fields.content === undefined ? (before?.content ?? '') : String(fields.content ?? ''),
    embeds: fields.embeds === undefined ? (before?.embeds ?? []) : listOf('embeds', fields.embeds),
    components:
      fields.components === undefined
        ? (before?.components ?? [])
        : (listOf('components', fields.components) as readonly Component[]),
    flags: (asked & ~flags.ephemeral) | (isV2 ? flags.componentsV2 : 0),
    allowedMentions: checkMentions(fields.allowed_mentions),
    nonce: checkNonce(fields),
    attachments: attachmentsOf(fields, before?.attachments ?? []),
  };
  if (isV2) checkV2(draft, fields);
  else checkClassic(draft);
  return draft;
}

function checkV2(draft: Draft, fields: Fields): void {
  const isEmpty = draft.content === '' && draft.embeds.length === 0;
  if (!isEmpty || listOf('sticker_ids', fields.sticker_ids).length > 0) {
    throw invalidForm(
      'flags',
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      'The content, embeds, poll and sticker fields cannot be used with MessageFlags.IS_COMPONENTS_V2',
    );
  }
  refuse(
    problemsOfComponents(
      draft.components,
      draft.attachments.map(({ name }) => name),
    ),
  );
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw invalidFields(problems);
}

function checkClassic(draft: Draft): void {
  lengthBetween('content', draft.content, 0, 2000);
  refuse([...problemsOfEmbeds(draft.embeds), ...problemsOfRows(draft.components)]);
  if (
    draft.content === '' &&
    draft.embeds.length === 0 &&
    draft.components.length === 0 &&
    draft.attachments.length === 0
  ) {
    throw new ApiError(400, 50006, 'Cannot send an empty message');
  }
}

function checkNonce(fields: Fields): string | null {
  if (fields.nonce === undefined || fields.nonce === null) return null;
  lengthBetween('nonce', String(fields.nonce), 1, 25);
  return fields.enforce_nonce === true ? String(fields.nonce) : null;
}

function checkMentions(value: unknown): AllowedMentions | undefined {
  if (value === undefined || value === null) return undefined;
  const fields = fieldsOf('allowed_mentions', value);
  onlyFields('allowed_mentions', fields, ['parse', 'users', 'roles', 'replied_user']);
  for (const [index, kind] of listOf('allowed_mentions.parse', fields.parse).entries()) {
    oneOf(`allowed_mentions.parse.${index}`, kind, ['users', 'roles', 'everyone']);
  }
  for (const kind of ['users', 'roles'] as const) checkIds(kind, fields);
  return fields as AllowedMentions;
}

function checkIds(kind: 'users' | 'roles', fields: Fields): void {
  const field = `allowed_mentions.${kind}`;
  const ids = listOf(field, fields[kind]);
  lengthBetween(field, ids, 0, 100);
  const bad = ids.find((id) => typeof id !== 'string' || !/^\d{1,20}$/.test(id));
  if (bad !== undefined)
    throw invalidForm(field, 'NUMBER_TYPE_COERCE', `Value "${String(bad)}" is not snowflake.`);
  if (new Set(ids).size !== ids.length)
    throw invalidForm(field, 'SET_TYPE_ALREADY_CONTAINS_VALUE', 'The set already contains this value');
  if (ids.length > 0 && listOf(field, fields.parse).includes(kind)) {
    throw invalidForm(
      field,
      'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
    );
  }
}
