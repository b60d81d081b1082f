import { describe, expect, it } from 'vitest';
import { asUserError, outcomeOf, readRefusal } from '../../../../src/chat/slack/api/refusal.ts';

/** As the library throws what Slack answers with `"ok": false`. */
function platformError(error: string): Error {
  return Object.assign(new Error(`An API error occurred: ${error}`), {
    code: 'slack_webapi_platform_error',
    data: { ok: false, error },
  });
}

describe('what to do about a refusal', () => {
  it.each([
    ['channel_not_found', /invite @notafter/],
    ['not_in_channel', /invite @notafter/],
    ['is_archived', /archived/],
    ['account_inactive', /SLACK_BOT_TOKEN/],
    ['token_revoked', /SLACK_BOT_TOKEN/],
    ['token_expired', /SLACK_BOT_TOKEN/],
    ['invalid_auth', /SLACK_BOT_TOKEN/],
    ['missing_scope', /npm run register/],
    ['user_not_found', /no such Slack user/],
    ['cannot_dm_bot', /Choose a person/],
    ['restricted_action', /Let Notafter post there/],
    ['invalid_blocks', /Slack refused it: invalid_blocks/],
  ])('%s ends it, with a sentence', (error, sentence) => {
    const outcome = outcomeOf(readRefusal(platformError(error)));
    expect(outcome).toEqual({ kind: 'refused', reason: expect.stringMatching(sentence) });
  });

  it.each([
    ['trouble inside Slack', platformError('internal_error')],
    ['a page of a proxy, which the library takes for an error', platformError('<html>log in</html>')],
    ['a broken connection', Object.assign(new Error('fetch failed'), { code: 'slack_webapi_request_error' })],
    ['a 503', Object.assign(new Error('HTTP 503'), { code: 'slack_webapi_http_error', statusCode: 503 })],
    ['a 429 without Retry-After', new Error('Retry header did not contain a valid timeout (url: x)')],
    ['something that is no error', 'odd'],
  ])('%s is tried again when the outbox likes', (_what, thrown) => {
    expect(outcomeOf(readRefusal(thrown))).toMatchObject({ kind: 'retry', afterMs: null });
  });

  it('a 429 is tried again when Slack says', () => {
    const thrown = Object.assign(new Error('slow down'), {
      code: 'slack_webapi_rate_limited_error',
      retryAfter: 30,
    });
    expect(outcomeOf(readRefusal(thrown))).toMatchObject({ kind: 'retry', afterMs: 30_000 });
  });
});

it.each([
  ['bot', 'invalid_auth', /SLACK_BOT_TOKEN/],
  ['app', 'invalid_auth', /SLACK_APP_TOKEN/],
  ['app', 'not_allowed_token_type', /SLACK_APP_TOKEN/],
  ['bot', 'internal_error', /Could not connect to Slack/],
] as const)('at the start, %s token and %s name what to mend', (token, error, sentence) => {
  expect(asUserError(platformError(error), token)).toMatchObject({
    name: 'UserError',
    message: expect.stringMatching(sentence),
  });
});
