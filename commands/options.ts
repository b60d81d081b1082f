import { type Wish, wishes } from '../src/core/depth.ts';
import { UserError } from '../src/core/errors.ts';
import type { Option, Values } from '../src/core/option.ts';
import { clientName } from '../src/core/target/client-names.ts';
import { expectedFrom } from '../src/core/target/expected.ts';
import { schemeFacts } from '../src/core/target/schemes.ts';
import { parseTarget, type Target } from '../src/core/target.ts';

export const targetOption = {
  name: 'target',
  kind: 'target',
  summary:
    'host[:port], https://host/path, smtp://, imap://, wss://, grpcs://, tcp://, oauth:https://issuer ...',
  required: true,
  positional: true,
  example: 'api.example.org',
} as const satisfies Option;

export const addressOption = {
  name: 'address',
  kind: 'address',
  summary: 'look at this address only, as curl --resolve does',
  example: '192.0.2.7',
} as const satisfies Option;

export const clientOption = {
  name: 'client',
  kind: 'text',
  summary: 'name of the client certificate to show (mutual TLS), as the administrator set it up',
  example: 'payments',
} as const satisfies Option;

export const withOption = {
  name: 'with',
  kind: 'choice',
  choices: [...wishes, 'all'],
  summary: 'look closer: tls (versions, ciphers, groups), path (trace, round trips) or all',
  example: 'tls',
} as const satisfies Option;

export const statusOption = {
  name: 'status',
  kind: 'text',
  summary: 'the HTTP status that is meant: 200, 2xx, 200-299 or several of them',
  example: '2xx,401',
} as const satisfies Option;

export const expectOption = {
  name: 'expect',
  kind: 'text',
  summary: 'text the HTTP body must hold, or /pattern/ (RE2); upper and lower case are the same',
  example: '"status":"ok"',
} as const satisfies Option;

export const fileOption = {
  name: 'file',
  kind: 'file',
  summary: 'certificates in any form: PEM, DER, PKCS#7, PKCS#12, JKS; 1 MiB at most',
} as const satisfies Option;

export const passwordOption = {
  name: 'password',
  kind: 'password',
  summary: 'opens the file, when it is a key store or holds an encrypted key',
} as const satisfies Option;

/** The target of a command that takes `targetOption`, `addressOption` and what its HTTP answer has to be. */
export function targetFrom(values: Values): Target {
  const { target, address, client, status, expect } = values;
  const parsed = parseTarget(target ?? '', given(address), given(client) && clientName(given(client) ?? ''));
  const expected = expectedFrom(status, expect);
  if (expected === null) return parsed;
  if (schemeFacts(parsed.scheme).above === 'http') return { ...parsed, expected };
  throw new UserError(`${parsed.scheme}:// has no HTTP answer to expect something of. Try it as https://.`);
}

/** The same for commands about certificates and TLS: a scheme that never has TLS has nothing to show them. */
export function tlsTargetFrom(values: Values): Target {
  const target = targetFrom(values);
  const { scheme } = target;
  // tcp:// says nothing of what is spoken; tls:// is how to say it.
  if (schemeFacts(scheme).tls !== 'never') return target;
  const secure = scheme === 'tcp' ? 'tls' : `${scheme}s`;
  throw new UserError(`${scheme}:// speaks no TLS, so there is none to look at. Try it as ${secure}://.`);
}

function given(typed: string | undefined): string | null {
  return typed === undefined || typed === '' ? null : typed;
}

/** What `withOption` asks for. */
export function wishesFrom({ with: typed = '' }: Values): readonly Wish[] {
  if (typed === 'all') return wishes;
  return wishes.filter((wish) => wish === typed);
}
