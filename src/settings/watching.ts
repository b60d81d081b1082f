import { z } from 'zod';
import {
  duration,
  isHeartbeatUrl,
  isZone,
  numberWithin,
  optionalText,
  setting,
  withDefault,
} from './kinds.ts';

/** What is looked at again and again, and who is told. */
export const watchingSettings = {
  SWEEP_INTERVAL: setting(
    { group: 'Watching', about: 'How often every watched endpoint is looked at.', example: '1h' },
    duration('1h'),
  ),
  SWEEP_CONCURRENCY: setting(
    { group: 'Watching', about: 'How many endpoints are looked at at the same time.', example: '32' },
    numberWithin(1, 500, 32),
  ),
  SWEEP_THREADS: setting(
    {
      group: 'Watching',
      about:
        'How many threads look at a fleet of more than a thousand: 1, or 2 where a processor and 100 MB are to spare. Without effect where DATABASE_URL is set: start more processes.',
      example: '1',
    },
    numberWithin(1, 2, 1),
  ),
  SWEEP_PER_ADDRESS: setting(
    {
      group: 'Watching',
      about:
        'How many looks a second sweeps make at one public address, under whatever names, in each process; the others wait their turn. 0 for any.',
      example: '20',
    },
    numberWithin(0, 100_000, 20),
  ),
  WATCH_FILE: setting(
    {
      group: 'Watching',
      about:
        'YAML file (or any other list that /watch import reads) that declares what is watched: read at the start and whenever it changes; endpoints are added, changed and removed to match. /watch drift shows what differs.',
      example: '/etc/notafter/watch.yaml',
    },
    optionalText,
  ),
  HISTORY_DAYS: setting(
    {
      group: 'Watching',
      about:
        'How many days every change that looks saw is kept to the second; totals of days take their place.',
      example: '30',
    },
    numberWithin(1, 3650, 30),
  ),
  ROLLUP_DAYS: setting(
    {
      group: 'Watching',
      about: 'How many days totals of days and what changed are kept, for /history.',
      example: '400',
    },
    numberWithin(1, 36_500, 400),
  ),
  ACCESS_FILE: setting(
    {
      group: 'Access',
      about:
        'YAML file that says who is an admin, who is a member, who is blocked, what single commands take and which internal networks are open to whom (docs/access.md). Read again when it changes.',
      example: '/etc/notafter/access.yaml',
    },
    optionalText,
  ),
  LIMIT_PER_USER: setting(
    {
      group: 'Access',
      about:
        'How many commands and presses a minute one person has on Slack and Discord, heavy ones counting more; 0 for any.',
      example: '20',
    },
    numberWithin(0, 100_000, 20),
  ),
  LIMIT_PER_TARGET: setting(
    {
      group: 'Access',
      about:
        'How often a minute one host is looked at for all of them together, and each address of it twice as often; 0 for any.',
      example: '30',
    },
    numberWithin(0, 100_000, 30),
  ),
  WATCH_PER_HOST: setting(
    {
      group: 'Access',
      about:
        'How many endpoints of one host (its ports and paths) are watched before members may add no more; admins and WATCH_FILE may. 0 for any.',
      example: '100',
    },
    numberWithin(0, 1_000_000, 100),
  ),
  WATCH_PER_PERSON: setting(
    {
      group: 'Access',
      about: 'How many endpoints that are watched one member may have added; admins may add any. 0 for any.',
      example: '10000',
    },
    numberWithin(0, 1_000_000, 10_000),
  ),
  AUDIT_DAYS: setting(
    {
      group: 'Access',
      about: 'How many days the audit log is kept: who ran what, for /audit.',
      example: '400',
    },
    numberWithin(1, 36_500, 400),
  ),
  CANARY: setting(
    {
      group: 'Watching',
      about:
        'on or off. Once a day the bot watches three servers of its own on loopback, one expired, one revoked, one sound, and raises an alarm when it does not tell them apart.',
      example: 'on',
    },
    withDefault('on').pipe(z.enum(['on', 'off'], { error: 'on or off' })),
  ),
  TIME_ZONE: setting(
    {
      group: 'Watching',
      about: "Zone for dates where the reader's own is not known; default the machine's.",
      example: 'Europe/Berlin',
    },
    optionalText.refine(isZone, 'an IANA time zone such as Europe/Berlin'),
  ),
  HEARTBEAT_URL: setting(
    {
      group: 'Watching',
      about:
        'Told after each digest that arrived, so that whoever watches it knows when none did: the URL of a check at a dead-man service. One at a private address needs ALLOWED_NETWORKS, too.',
      example: 'https://hc-ping.com/5f2c...',
      secret: true,
    },
    optionalText.refine(isHeartbeatUrl, 'an http or https URL without a user name or password'),
  ),
  HEARTBEAT_METHOD: setting(
    {
      group: 'Watching',
      about: 'How HEARTBEAT_URL is asked: GET or POST (with an empty body).',
      example: 'POST',
    },
    withDefault('GET')
      .transform((method) => method.toUpperCase())
      .pipe(z.enum(['GET', 'POST'], { error: 'GET or POST' })),
  ),
};
