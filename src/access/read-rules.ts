import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { allNeeds, type Needs } from '../core/access/needs.ts';
import { UserError } from '../core/errors.ts';
import { networkRule } from './read-network-rule.ts';
import type { AccessRules, Subject } from './rules.ts';

/** As people are named in a watch list, and channels beside them. */
const forms: readonly {
  readonly form: RegExp;
  readonly platform: Subject['platform'];
  readonly kind: Subject['kind'];
}[] = [
  { form: /^slack:([UW][A-Z0-9]{2,20})$/, platform: 'slack', kind: 'user' },
  { form: /^slack:(S[A-Z0-9]{2,20})$/, platform: 'slack', kind: 'group' },
  { form: /^slack:([CGD][A-Z0-9]{2,20})$/, platform: 'slack', kind: 'channel' },
  { form: /^discord:(\d{1,20})$/, platform: 'discord', kind: 'user' },
  { form: /^discord:&(\d{1,20})$/, platform: 'discord', kind: 'group' },
  { form: /^discord:#(\d{1,20})$/, platform: 'discord', kind: 'channel' },
];

const wanted =
  'slack:U012AB3CD (a person), slack:S0614TZR7 (a user group), slack:C012AB3CD (whoever asks there), discord:197038439483310086, discord:&ROLE or discord:#CHANNEL';

const subject = z.string().transform((word, context): Subject => {
  for (const { form, platform, kind } of forms) {
    const id = form.exec(word)?.[1];
    if (id !== undefined) return { platform, kind, id };
  }
  context.addIssue({
    code: 'custom',
    message: `${JSON.stringify(word.slice(0, 60))} names nobody; wanted: ${wanted}`,
  });
  return z.NEVER;
});

const needs = z.enum(allNeeds, { error: `wanted: ${allNeeds.join(', ')}` });

const schema = z.strictObject({
  admin: z.array(subject).default([]),
  member: z.array(subject).optional(),
  blocked: z.array(subject).optional(),
  'platform-admins': z.boolean({ error: 'wanted: true or false' }).default(true),
  commands: z.record(z.string(), needs).default({}),
  networks: z.array(networkRule, { error: 'wanted: a list' }).default([]),
});

/** Commands are written down as they are typed, too: "/watch policy". */
function asKnown(written: string): string {
  return written.trim().replace(/^\//, '').replace(/\s+/g, ' ');
}

/** UserError names the line and what is wanted. `known`: commands, and commands with their actions. */
export function readRules(text: string, file: string, known: ReadonlySet<string> | null): AccessRules {
  return readRuleFile(text, file, known).rules;
}

/** `lineOf`: where something stands, or what it is part of; 1 where it stands nowhere. */
export type RuleFile = {
  readonly rules: AccessRules;
  lineOf(path: readonly PropertyKey[]): number;
};

export function readRuleFile(text: string, file: string, known: ReadonlySet<string> | null): RuleFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const [at] = broken.linePos ?? [];
    throw new UserError(
      `${file}${at === undefined ? '' : `, line ${at.line}`}: ${broken.message.split('\n')[0]}`,
    );
  }
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node: unknown = document.getIn(path.slice(0, depth) as string[], true);
      const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
      if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line;
    }
    return 1;
  };
  const read = schema.safeParse(document.toJS() ?? {});
  if (!read.success) {
    const [issue] = read.error.issues;
    const extra = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const path = [...(issue?.path ?? []), ...(extra === undefined ? [] : [extra])];
    const words =
      extra === undefined
        ? issue?.message
        : `nothing is called so; wanted: ${path[0] === 'networks' ? 'in, for, allow' : 'admin, member, blocked, platform-admins, commands, networks'}`;
    throw new UserError(`${file}, line ${lineOf(path)} (${path.join('.') || 'the whole'}): ${words}`);
  }
  const { admin, member, blocked } = read.data;
  const commands = new Map<string, Needs>();
  for (const [written, needed] of Object.entries(read.data.commands)) {
    const name = asKnown(written);
    const where = `${file}, line ${lineOf(['commands', written])}`;
    if (known !== null && !known.has(name)) {
      throw new UserError(
        `${where}: there is no command ${JSON.stringify(name.slice(0, 60))}; wanted: "check", "watch" or "watch add"`,
      );
    }
    if (commands.has(name)) throw new UserError(`${where}: "${name}" is there twice; leave one of them out`);
    commands.set(name, needed);
  }
  const rules: AccessRules = {
    roles: new Map(
      Object.entries({ admin, member, blocked }).flatMap(([role, some]) =>
        some === undefined ? [] : [[role, some] as const],
      ),
    ),
    platformAdmins: read.data['platform-admins'],
    commands,
    networks: read.data.networks,
  };
  return { rules, lineOf };
}
