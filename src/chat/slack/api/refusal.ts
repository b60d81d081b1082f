import { reasonOf, UserError } from '../../../core/errors.ts';
import type { SendOutcome } from '../../../core/watch/notification.ts';

/** An error of Slack's libraries, by its shape: they are loaded only when there is a token. */
export type Refusal = {
  readonly status: number | null;
  /** Slack's own word, for example "channel_not_found"; null when it gave none. */
  readonly error: string | null;
  /** How long to wait, when that was the reason. */
  readonly retryAfterMs: number | null;
  readonly message: string;
};

export const tokenRefused =
  'Slack refuses the bot token. Copy the Bot User OAuth Token (xoxb-...) from "OAuth & Permissions" of your app into SLACK_BOT_TOKEN.';
export const appTokenRefused =
  'Slack refuses the app token. Make an app-level token (xapp-...) with connections:write under "Basic Information" and put it into SLACK_APP_TOKEN.';

const invite = 'Write /invite @notafter in that channel, or choose another.';
const gone = 'that channel is gone, or private and Notafter is not in it.';

/** Errors that mean: not like this, and asking again will not help. */
const sentences: Readonly<Record<string, string>> = {
  invalid_auth: tokenRefused,
  not_authed: tokenRefused,
  account_inactive: tokenRefused,
  token_revoked: tokenRefused,
  token_expired: tokenRefused,
  not_allowed_token_type: tokenRefused,
  missing_scope:
    'the Slack app lacks a permission. Update it with the manifest (npm run register) and install it again.',
  channel_not_found: `${gone} ${invite}`,
  not_in_channel: `Notafter is not in that channel. ${invite}`,
  is_archived: 'that channel is archived. Open it again, or choose another.',
  restricted_action: 'only some people may post in that channel. Let Notafter post there, or choose another.',
  restricted_action_read_only_channel: 'that channel takes no messages. Choose another.',
  restricted_action_thread_only_channel: 'that channel takes only replies in threads. Choose another.',
  restricted_action_non_threadable_channel: 'that channel takes no replies in threads. Choose another.',
  method_not_supported_for_channel_type: 'that is no channel Notafter can post to. Choose another.',
  user_not_found: 'there is no such Slack user.',
  user_not_visible: 'that person cannot be reached from this workspace.',
  user_disabled: 'that Slack account is switched off. Choose another owner.',
  cannot_dm_bot: 'that is a bot, and bots take no direct messages. Choose a person.',
  messages_tab_disabled:
    'the Slack app takes no direct messages. Switch on the Messages Tab under "App Home" of your app.',
};

/** Slack's own trouble ("chat.postMessage", Errors): tried again later. */
const passing = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'accesslimited',
  'org_login_required',
]);

/** The bot is not there, which an invitation mends. */
export function isAbsent({ error }: Refusal): boolean {
  return error === 'channel_not_found' || error === 'not_in_channel';
}

/** Refusals that mean: the head is gone, or takes no replies; the channel itself may take them. */
const headless = new Set([
  'thread_not_found',
  'message_not_found',
  'invalid_thread_ts',
  'cannot_reply_to_message',
  'restricted_action_thread_locked',
  'restricted_action_non_threadable_channel',
]);

export function takesNoReply(error: string | null): boolean {
  return error !== null && headless.has(error);
}

/** Refusals of an edit that no later try mends, and that leave nothing unsaid: the head is gone or closed. */
const uneditable = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

export function takesNoEdit(error: string | null): boolean {
  return error !== null && uneditable.has(error);
}

export function readRefusal(thrown: unknown): Refusal {
  const fields = fieldsOf(thrown);
  const data = fieldsOf(fields.data);
  const retryAfter = fields.code === 'slack_webapi_rate_limited_error' ? numberOf(fields.retryAfter) : null;
  const isRateLimit = retryAfter !== null || /^Retry header did not contain/.test(reasonOf(thrown));
  return {
    status: isRateLimit ? 429 : numberOf(fields.statusCode),
    // The library takes a page that is no JSON, as a proxy shows one, for the name of an error.
    error: typeof data.error === 'string' && /^[a-z0-9_]+$/.test(data.error) ? data.error : null,
    retryAfterMs: retryAfter === null ? null : retryAfter * 1000,
    message: reasonOf(thrown).split('\n').slice(0, 3).join(' ').slice(0, 300),
  };
}

/** What the outbox should do about it. */
export function outcomeOf(refusal: Refusal): Exclude<SendOutcome, { kind: 'sent' }> {
  const { status, error, retryAfterMs, message } = refusal;
  if (status === 429) return { kind: 'retry', afterMs: retryAfterMs, reason: 'Slack asks to slow down' };
  if (error === null) {
    return { kind: 'retry', afterMs: null, reason: `Slack could not be reached: ${message}` };
  }
  if (passing.has(error)) return { kind: 'retry', afterMs: null, reason: `Slack is in trouble: ${error}` };
  return { kind: 'refused', reason: sentences[error] ?? `Slack refused it: ${error}.` };
}

/** For start-up: what went wrong and what to do. `token` names which one was used. */
export function asUserError(thrown: unknown, token: 'bot' | 'app'): UserError {
  if (thrown instanceof UserError) return thrown;
  const outcome = outcomeOf(readRefusal(thrown));
  const isToken = outcome.reason === tokenRefused;
  if (isToken) return new UserError(token === 'app' ? appTokenRefused : tokenRefused);
  if (token === 'app' && outcome.kind === 'refused')
    return new UserError(`${appTokenRefused} (${outcome.reason})`);
  return new UserError(`Could not connect to Slack: ${outcome.reason}`);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
