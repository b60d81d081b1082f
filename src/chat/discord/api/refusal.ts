import { reasonOf, UserError } from '../../../core/errors.ts';
import type { SendOutcome } from '../../../core/watch/notification.ts';

/** An error of discord.js, by its shape: the library is loaded only when there is a token. */
export type Refusal = {
  readonly status: number | null;
  /** Discord's own number, for example 50013; null when it gave none. */
  readonly code: number | null;
  /** How long to wait, when that was the reason. */
  readonly retryAfterMs: number | null;
  readonly message: string;
  /** Fields of the message that an "Invalid Form Body" names. */
  readonly fields: readonly string[];
};

/** JSON error codes ("Opcodes and Status Codes") that mean: not here, and asking again will not help. */
const sentences: Readonly<Record<number, string>> = {
  10003: 'that channel is gone, or Notafter was never in its server. Choose another one.',
  10004: 'Notafter is not in that server. Invite it, or choose another channel.',
  10013: 'there is no such Discord user.',
  50001: 'Notafter may not see that channel. Give it "View Channel" there, or invite it to the server.',
  50007: 'that person takes no direct messages from Notafter.',
  50008: 'that channel holds no text. Choose a text channel or a thread.',
  50013: 'Notafter may not write in that channel. Give it "Send Messages" there.',
  40067:
    'that forum wants a tag on each post, and Notafter has none to give. Make tags optional there, or choose a text channel.',
  50083: 'that thread is archived. Open it again, or choose another channel.',
  50278: 'that person shares no server with Notafter, so it may not write to them.',
};

export const tokenRefused =
  'Discord refuses the token. Copy a new one from the Bot page of discord.com/developers/applications into DISCORD_TOKEN.';

/** The token of an interaction lives 15 minutes; after that its answers are refused with one of these. */
export function isExpired({ code }: Refusal): boolean {
  return code === 50027 || code === 10015;
}

/** Answered too late, or by another process that holds the same token. */
export function isAnsweredElsewhere({ code }: Refusal): boolean {
  return code === 10062 || code === 40060;
}

export function isTokenRefused({ status, code }: Refusal): boolean {
  return status === 401 && code !== 50027;
}

export function readRefusal(thrown: unknown): Refusal {
  const fields = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Record<string, unknown>;
  const isRateLimit = typeof fields.retryAfter === 'number' && typeof fields.timeToReset === 'number';
  // Without Retry-After the library's other number is only its own safety margin.
  const retryAfter = numberOr(fields.retryAfter, 0);
  const waitMs = retryAfter > 0 ? Math.max(retryAfter, numberOr(fields.timeToReset, 0)) : 0;
  return {
    status: isRateLimit ? 429 : numberOr(fields.status, null),
    code: numberOr(fields.code, null),
    retryAfterMs: isRateLimit && waitMs > 0 ? waitMs : null,
    message: reasonOf(thrown).split('\n').slice(0, 3).join(' ').slice(0, 300),
    fields: fieldsOf(fields.rawError),
  };
}

/** Top-level names in `errors`; in the answer to an interaction they stand below `data`. */
function fieldsOf(rawError: unknown): readonly string[] {
  const errors = entriesOf(entriesOf(rawError).errors);
  return Object.keys('data' in errors ? entriesOf(errors.data) : errors);
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** What the outbox should do about it. */
export function outcomeOf(refusal: Refusal): SendOutcome {
  const { status, code, retryAfterMs, message } = refusal;
  if (isTokenRefused(refusal)) return { kind: 'refused', reason: tokenRefused };
  if (status === 429) {
    return { kind: 'retry', afterMs: retryAfterMs, reason: 'Discord asks to slow down' };
  }
  const sentence = code === null ? undefined : sentences[code];
  if (sentence !== undefined) return { kind: 'refused', reason: sentence };
  // Without a code it was not Discord that spoke but something on the way.
  if (status !== null && status < 500 && code !== null) {
    return { kind: 'refused', reason: `Discord refused it: ${message} (${code}).` };
  }
  return { kind: 'retry', afterMs: null, reason: `Discord could not be reached: ${message}` };
}

/** For start-up and registration: what went wrong and what to do. */
export function asUserError(thrown: unknown, doing: string): UserError {
  if (thrown instanceof UserError) return thrown;
  const refusal = readRefusal(thrown);
  if (isTokenRefused(refusal)) return new UserError(tokenRefused);
  return new UserError(`Could not ${doing}: ${outcomeReason(outcomeOf(refusal))}`);
}

function outcomeReason(outcome: SendOutcome): string {
  return outcome.kind === 'sent' ? '' : outcome.reason;
}

function numberOr<Fallback>(value: unknown, fallback: Fallback): number | Fallback {
  return typeof value === 'number' ? value : fallback;
}
