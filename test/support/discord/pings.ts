import type { AllowedMentions, Component, Pings } from './shapes.ts';

/** What Discord assumes when `allowed_mentions` is left out: everything in messages, users in interactions. */
export type MentionDefaults = 'message' | 'interaction';

/**
 * Whom a text notifies. Mentions count wherever they stand, code blocks too, and the bot may call everybody: the
 * allowed mentions alone have to keep people from being called.
 */
export function pingsOf(
  text: string,
  allowed: AllowedMentions | undefined,
  defaults: MentionDefaults,
): Pings {
  const parse = allowed === undefined ? defaultsOf(defaults) : (allowed.parse ?? []);
  const mayCall = (kind: 'users' | 'roles', id: string) =>
    parse.includes(kind) || (allowed?.[kind]?.includes(id) ?? false);
  return {
    users: idsIn(text, /<@!?(\d+)>/g).filter((id) => mayCall('users', id)),
    roles: idsIn(text, /<@&(\d+)>/g).filter((id) => mayCall('roles', id)),
    everyone: parse.includes('everyone') && /@(everyone|here)/.test(text),
  };
}

/** Everything that is read in a message. */
export function textOf(content: string, components: readonly Component[]): string {
  const inside = components.flatMap(textsIn);
  return [content, ...inside].filter((part) => part !== '').join('\n');
}

/** Everything that is read in embeds. */
export function embedsText(embeds: readonly unknown[]): string {
  const parts = (embeds as readonly EmbedWords[]).flatMap(({ title, description, fields = [], footer }) => [
    title,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
    footer?.text,
  ]);
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}

type EmbedWords = {
  readonly title?: string;
  readonly description?: string;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  readonly footer?: { readonly text: string };
};

function textsIn(component: Component): readonly string[] {
  const own = component.type === 10 ? [component.content ?? ''] : [];
  return [...own, ...(component.components ?? []).flatMap(textsIn)];
}

function defaultsOf(defaults: MentionDefaults): readonly string[] {
  return defaults === 'message' ? ['users', 'roles', 'everyone'] : ['users'];
}

function idsIn(text: string, form: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(form)].map((match) => match[1] ?? ''))];
}
