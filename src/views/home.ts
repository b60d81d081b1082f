import { type Button, code, type Inline, strong, text } from '../core/message.ts';
import { targetText } from '../core/target.ts';
import type { Incident } from '../core/watch/alarm/incident.ts';
import { activeMute } from '../core/watch/alarm/mute.ts';
import type { DigestSchedule } from '../core/watch/digest.ts';
import type { WatchRow } from '../core/watch/endpoint.ts';
import type { Home } from '../core/watch/home.ts';
import { cronWords } from '../core/watch/policy/cron.ts';
import { ownersOf, type WatchRule } from '../core/watch/policy/rule.ts';
import { alarmButtons } from './alarm/buttons.ts';
import { stateInlines as alarmInlines, bounded } from './alarm/parts.ts';
import { targetValues } from './diagnosis/buttons.ts';
import type { HomeItem, HomeSection, HomeView } from './home/home-view.ts';
import { settingsSection } from './home/settings.ts';
import { ownedInlines } from './watch/owners.ts';
import { mutedInlines, placeInlines, stateInlines, troubleInlines, undeliveredInlines } from './watch.ts';

export type { HomeItem, HomeSection, HomeView } from './home/home-view.ts';

/** How many certificates a page shows. */
export const homePageSize = 15;

const mostAlarms = 5;
const mostDigests = 10;

/** What is mine and what to do about it: alarms first, then certificates by date, digests and settings. */
export function homeView(home: Home, now: Date): HomeView {
  const { alarms, owned, digests } = home;
  const isEmpty = alarms.length === 0 && owned === 0;
  return {
    lead: leadOf(home),
    buttons: [
      { label: 'Watch a target ...', command: 'watch', subcommand: 'add', values: {} },
      { label: 'Check a target ...', command: 'check', values: {}, asks: ['target'] },
    ],
    sections: [
      ...(isEmpty ? [helpSection(home)] : []),
      ...(alarms.length === 0 ? [] : [alarmSection(alarms, now)]),
      ...(owned === 0 ? [] : [certificateSection(home, now)]),
      ...(digests.length === 0 ? [] : [digestSection(digests)]),
      settingsSection(home),
    ],
  };
}

function leadOf({ alarms, owned }: Home): readonly Inline[] {
  if (owned === 0 && alarms.length === 0) return [text('Nothing that is watched is yours.')];
  const certificates = owned === 1 ? 'One watched endpoint is yours' : `${owned} watched endpoints are yours`;
  if (alarms.length === 0) return [text(`${certificates}; no alarm of yours is open.`)];
  const open =
    alarms.length === 1 ? 'one alarm of yours is open' : `${alarms.length} alarms of yours are open`;
  return [text(`${certificates}; `), strong(open), text('.')];
}

function helpSection({ watched }: Home): HomeSection {
  const others =
    watched === 0
      ? [text('Nobody watches anything yet.')]
      : [
          text(
            watched === 1
              ? 'One endpoint is watched for others; '
              : `${watched} endpoints are watched for others; `,
          ),
          code('/watch list'),
          text(' shows them.'),
        ];
  const line = (...inlines: readonly Inline[]): HomeItem => ({ inlines, buttons: [] });
  return {
    heading: 'How to begin',
    items: [
      line(
        code('/check api.example.org'),
        text(' says why clients cannot reach or trust it, in any channel.'),
      ),
      line(
        code('/watch add api.example.org owner:@you'),
        text(' watches its certificate and calls you before it ends. It then stands here.'),
      ),
      line(code('/watch owner team=payments @payments-oncall'), text(' gives all with a label to a group.')),
      line(code('/help'), text(' lists everything else.')),
    ],
    notes: [others],
  };
}

function alarmSection(alarms: readonly Incident[], now: Date): HomeSection {
  const shown = alarms.slice(0, mostAlarms);
  const more = alarms.length - shown.length;
  return {
    heading: alarms.length === 1 ? 'Open alarm' : `Open alarms (${alarms.length})`,
    items: shown.map((alarm) => ({
      inlines: [
        ...alarmInlines(alarm, now, true),
        ...inHand(alarm),
        text(' · told in '),
        ...placeInlines(alarm.home),
      ],
      buttons: alarmButtons(alarm, now),
    })),
    notes: more === 0 ? [] : [[text(`${more} more: `), code('/alarm list'), text(' in their channels.')]],
  };
}

function inHand({ acknowledged }: Incident): readonly Inline[] {
  return acknowledged === null ? [] : [text(' · on it: '), { kind: 'person', who: acknowledged.by }];
}

function certificateSection({ rows, from, owned, rules }: Home, now: Date): HomeSection {
  const end = from + rows.length;
  const isWhole = from === 0 && end >= owned;
  return {
    heading: isWhole
      ? 'My certificates, soonest end first'
      : `My certificates, ${from + 1} to ${end} of ${owned}`,
    items: rows.map((row) => ({ inlines: rowInlines(row, rules, now), buttons: rowButtons(row, now) })),
    notes: [],
    pages: {
      earlier: from === 0 ? null : Math.max(0, from - homePageSize),
      later: end >= owned ? null : end,
    },
  };
}

function rowInlines(row: WatchRow, rules: readonly WatchRule[], now: Date): readonly Inline[] {
  const owned = ownersOf(row.endpoint, rules);
  const trouble = troubleInlines(row);
  return [
    strong(bounded(targetText(row.endpoint.target))),
    text(' '),
    ...(row.state === 'ok' && trouble.length === 0 ? [text('in order, ')] : []),
    ...stateInlines(row),
    ...trouble,
    ...mutedInlines(row, now),
    text(' · '),
    ...ownedInlines({ ...owned, owners: owned.owners.slice(0, 5) }),
    text(' · alarms in '),
    ...placeInlines(row.endpoint.home),
    ...undeliveredInlines(row),
  ];
}

function rowButtons({ endpoint }: WatchRow, now: Date): readonly Button[] {
  const values = targetValues(endpoint.target);
  const { target: what = '', ...rest } = values;
  const mute: Button =
    activeMute(endpoint, now) === null
      ? {
          label: 'Mute ...',
          command: 'watch',
          subcommand: 'mute',
          values: { what, ...rest },
          asks: ['for', 'reason'],
        }
      : { label: 'Unmute', command: 'watch', subcommand: 'unmute', values: { what, ...rest } };
  return [
    { label: 'Check', command: 'check', values },
    { label: 'Edit ...', command: 'watch', subcommand: 'edit', values },
    mute,
  ];
}

function digestSection(digests: readonly DigestSchedule[]): HomeSection {
  const shown = digests.slice(0, mostDigests);
  const more = digests.length - shown.length;
  return {
    heading: 'Digests where my alarms go',
    items: shown.map(({ place, cron, zone }) => ({
      inlines: [...placeInlines(place), text(` ${cronWords(cron)}, ${zone}`)],
      buttons: [],
    })),
    notes: [
      [
        ...(more === 0 ? [] : [text(`${more} more are not shown. `)]),
        text('Change one in its channel: '),
        code('/digest at 09:00'),
        text(', or stop it: '),
        code('/digest off'),
      ],
    ],
  };
}
