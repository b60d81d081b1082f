import { type DoctorLine, skipped, warning, well, wrong } from '../../../core/doctor.ts';
import { askJson } from '../ask-json.ts';
import type { DoctorCheck } from '../check.ts';

const usualUrl = 'https://slack.com/api/';

export const slackCheck: DoctorCheck = {
  name: 'slack',
  async look({ config: { slack }, slackScopes }, signal) {
    if (slack === null) return [skipped('SLACK_BOT_TOKEN is not set.')];
    const base = slack.apiUrl ?? usualUrl;
    const lines: DoctorLine[] = [
      ...botLines(await ask(base, 'auth.test', slack.botToken, signal), slackScopes),
    ];
    if (slack.appToken !== null) {
      const answer = await ask(base, 'apps.connections.open', slack.appToken, signal);
      lines.push(
        answer.body.ok === true
          ? well('Socket Mode can be opened with SLACK_APP_TOKEN.')
          : (troubleOf(answer) ??
              wrong(
                `Slack refuses SLACK_APP_TOKEN (${wordOf(answer.body.error)}).`,
                'Make an app-level token with connections:write, and switch Socket Mode on.',
              )),
      );
    }
    return lines;
  },
};

type Answer = Awaited<ReturnType<typeof askJson>>;

function ask(base: string, method: string, token: string, signal: AbortSignal): Promise<Answer> {
  return askJson(new URL(method, base.endsWith('/') ? base : `${base}/`), {
    method: 'POST',
    authorization: `Bearer ${token}`,
    signal,
  });
}

/** What says nothing about the token; null: it is refused, in Slack's own words. */
function troubleOf({ status, body }: Answer): DoctorLine | null {
  if (body.ok !== false || typeof body.error !== 'string') {
    return status === 200
      ? wrong('What answers 200 is not Slack.', 'Look at SLACK_API_URL, and at proxies on the way out.')
      : wrong(`Slack answers ${status}.`, 'See slack-status.com, and try again.');
  }
  return passing.has(body.error)
    ? wrong(`Slack has no time now (${wordOf(body.error)}).`, 'Wait a minute, and run this again.')
    : null;
}

/** Errors of any method (Slack's documentation, `auth.test`) that another try may mend. */
const passing: ReadonlySet<string> = new Set([
  ...['ratelimited', 'fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'],
]);

function botLines(answer: Answer, needed: readonly string[]): readonly DoctorLine[] {
  const { body, headers } = answer;
  if (body.ok !== true)
    return [
      troubleOf(answer) ??
        wrong(
          `Slack refuses SLACK_BOT_TOKEN (${wordOf(body.error)}).`,
          'Install the app again and copy its bot token, xoxb-...',
        ),
    ];
  const who = well(`Slack knows this bot as ${wordOf(body.user)} in ${wordOf(body.team)}.`);
  const granted = headers.get('x-oauth-scopes')?.split(/[\s,]+/);
  if (granted === undefined) return [who, skipped('Slack did not say which scopes were granted.')];
  const missing = needed.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return [who];
  return [
    who,
    warning(
      `These scopes were not granted: ${missing.join(', ')}.`,
      'Run npm run register, put the manifest it prints in the place of the old one, and install the app again.',
    ),
  ];
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[^\w .:-]/g, '').slice(0, 60) : 'no reason given';
}
