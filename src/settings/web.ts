import { z } from 'zod';
import { consoleTokenShape, isConsoleToken } from '../core/doors/console-door.ts';
import { placeNamed } from '../core/people.ts';
import { numberWithin, optionalText, setting, withDefault } from './kinds.ts';

const wantedPort = 'a port, from 0 to 65535';

const optionalPort = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.coerce
    .number({ error: wantedPort })
    .int(wantedPort)
    .min(0, wantedPort)
    .max(65_535, wantedPort)
    .optional(),
);

/** Ports that people and platforms come in by. */
export const webSettings = {
  PORT: setting(
    {
      group: 'Web',
      about: 'Port that faces Slack in HTTP mode; without Slack HTTP mode the console listens on it.',
      example: '3000',
    },
    optionalPort,
  ),
  CONSOLE_PORT: setting(
    { group: 'Web', about: 'Port of the console page; default PORT, else 8080.', example: '8080' },
    optionalPort,
  ),
  CONSOLE_HOST: setting(
    {
      group: 'Web',
      about:
        'Address the console page listens on: 127.0.0.1 for this machine only, 0.0.0.0 or :: for all. Anything but loopback needs CONSOLE_TOKEN, too.',
      example: '0.0.0.0',
    },
    withDefault('127.0.0.1'),
  ),
  CONSOLE_TOKEN: setting(
    {
      group: 'Web',
      about:
        'What people log in to the console page with, and scripts send as Authorization: Bearer. At least 8 characters; `openssl rand -hex 24` makes a good one.',
      example: '4f1c9a...',
      secret: true,
    },
    optionalText.refine((text) => text === undefined || isConsoleToken(text), consoleTokenShape),
  ),
  CONSOLE_URL: setting(
    {
      group: 'Web',
      about:
        'Address under which people open the console page, where that is another one: a name, or what a proxy in front of it answers at. With https the login is kept for https only.',
      example: 'https://notafter.example.org/',
    },
    optionalText.refine(isPageUrl, 'an http or https URL with a host and nothing behind it'),
  ),
  HOOK_SECRET: setting(
    {
      group: 'Web',
      about:
        'Switches on /hooks/alertmanager and /hooks/grafana: what they send as Authorization: Bearer, or sign with. At least 16 characters.',
      example: '9b1d7f...',
      secret: true,
    },
    optionalText.refine((text) => text === undefined || text.length >= 16, 'at least 16 characters'),
  ),
  HOOK_PLACE: setting(
    {
      group: 'Web',
      about:
        'Where the alerts of those are answered: console, slack:C012AB3CD or discord:197038439483310086.',
      example: 'slack:C012AB3CD',
    },
    withDefault('console').transform((typed, context) => {
      const place = placeNamed(typed);
      if (place !== null) return place;
      context.addIssue({ code: 'custom', message: 'console, slack:C... or discord:<number>' });
      return z.NEVER;
    }),
  ),
  METRICS_ENDPOINTS: setting(
    {
      group: 'Web',
      about:
        'How many endpoints /metrics tells of one by one, those whose certificates end first; 0 for none. Totals count all of them.',
      example: '1000',
    },
    numberWithin(0, 20_000, 1000),
  ),
};

/** The page stands at the root: its links begin there. */
function isPageUrl(text: string | undefined): boolean {
  if (text === undefined) return true;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return url.href === `${url.origin}/`;
}
