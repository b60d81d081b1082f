import { z } from 'zod';
import { optionalText, setting, withDefault } from './kinds.ts';

/** The platforms people talk on. */
export const chatSettings = {
  SLACK_BOT_TOKEN: setting(
    {
      group: 'Slack',
      about: 'Bot token of the Slack app. Switches Slack on.',
      example: 'xoxb-...',
      secret: true,
    },
    optionalText,
  ),
  SLACK_APP_TOKEN: setting(
    {
      group: 'Slack',
      about: 'App-level token with connections:write: Socket Mode, no public address needed.',
      example: 'xapp-...',
      secret: true,
    },
    optionalText,
  ),
  SLACK_SIGNING_SECRET: setting(
    {
      group: 'Slack',
      about: 'Signing secret: HTTP mode on PORT at /slack/events, used when there is no SLACK_APP_TOKEN.',
      example: '8f742231b10e...',
      secret: true,
    },
    optionalText,
  ),
  SLACK_API_URL: setting(
    {
      group: 'Slack',
      about: 'Other address of the Slack Web API, for a proxy or a test.',
      example: 'https://slack.com/api/',
    },
    optionalText,
  ),
  DISCORD_TOKEN: setting(
    {
      group: 'Discord',
      about: 'Bot token of the Discord application. Switches Discord on.',
      example: 'MTk4NjIy...',
      secret: true,
    },
    optionalText,
  ),
  DISCORD_GUILD_ID: setting(
    {
      group: 'Discord',
      about: 'Register the commands in this server only; they appear there at once.',
      example: '197038439483310086',
    },
    optionalText,
  ),
  DISCORD_PUBLIC_KEY: setting(
    {
      group: 'Discord',
      about:
        'Public key of the Discord application: takes its interactions as signed requests at /discord/interactions of the console, in place of the gateway. Set that address as its Interactions Endpoint URL.',
      example: '3f9a0c...',
    },
    optionalText.refine(
      (key) => key === undefined || /^[0-9a-f]{64}$/i.test(key),
      'the 64 hexadecimal digits of "Public Key" on the General Information page of the application',
    ),
  ),
  DISCORD_LAYOUT: setting(
    {
      group: 'Discord',
      about:
        'How messages are laid out: `components` (Components V2; text and embed only where those are refused), or `embeds` always.',
      example: 'components',
    },
    withDefault('components').pipe(z.enum(['components', 'embeds'], { error: 'components or embeds' })),
  ),
  DISCORD_API_URL: setting(
    {
      group: 'Discord',
      about: 'Other address of the Discord REST API, for a proxy or a test.',
      example: 'https://discord.com/api',
    },
    optionalText,
  ),
};
