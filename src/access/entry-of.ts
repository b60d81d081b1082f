import type { AskedRun } from '../core/access/gate.ts';
import { holdsToken } from '../core/files/open-token.ts';
import type { Option, Values } from '../core/option.ts';
import type { AuditEntry, AuditOutcome } from '../core/watch/audit.ts';

const longestValue = 200;
const longestWords = 600;

/**
 * A run as the audit log keeps it: never a secret, a password or what is in a file, nor what looks like one in a line that was
 * typed.
 */
export function entryOf(
  { command, action, values, caller }: AskedRun,
  outcome: AuditOutcome,
  at: Date,
): AuditEntry {
  const did = `${command.name} ${action.name}`.trim();
  const target = targetIn(action.options, values);
  return {
    at,
    who: caller.who,
    place: caller.place,
    did,
    to: target ?? '',
    words: [`/${did}`, ...action.options.flatMap((option) => wordsOf(option, values))]
      .join(' ')
      .slice(0, longestWords),
    ...(target === null ? {} : { target }),
    outcome,
  };
}

/** What is looked at or changed: the first target, or what a rule is about. */
export function targetIn(options: readonly Option[], values: Values): string | null {
  const named =
    options.find(({ kind, name }) => kind === 'target' && (values[name] ?? '') !== '') ??
    options.find(({ name }) => name === 'what' && (values[name] ?? '') !== '');
  return named === undefined ? null : harmless((values[named.name] ?? '').trim());
}

function wordsOf({ name, kind, positional }: Option, values: Values): readonly string[] {
  const value = (values[name] ?? '').trim();
  if (value === '') return [];
  if (kind === 'secret' || kind === 'password') return [`${name}:(left out)`];
  const words = kind === 'file' ? '(a file)' : harmless(value);
  return [positional === true ? words : `${name}:${words}`];
}

/** Without what may be a key or a token: PEM, queries and passwords of URLs, long runs of letters and digits. */
export function harmless(value: string): string {
  const before = value.split('-----BEGIN')[0] ?? '';
  const isCut = before.length < value.length || holdsToken(value);
  const words = (holdsToken(value) ? '' : before)
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/\/\/[^/@\s]*@/g, '//')
    .replace(/[?#]\S*/g, '')
    .replace(/\b(?=[\w+/~-]*\d)(?=[\w+/~-]*[a-z])[\w+/~-]{32,}={0,2}/gi, '(left out)')
    .trim();
  const short = words.length > longestValue ? `${words.slice(0, longestValue - 3)}...` : words;
  return isCut ? `${short} (left out)`.trim() : short;
}
