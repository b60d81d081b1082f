import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { renderMessage as renderDiscord } from '../../../src/chat/discord/rendering/render.ts';
import { renderMessage as renderSlack } from '../../../src/chat/slack/rendering/render.ts';
import { columnsOf } from '../../../src/chat/terminal/columns.ts';
import { renderTerminal } from '../../../src/chat/terminal/render.ts';
import type { Button, Message } from '../../../src/core/message.ts';
import type { Incident } from '../../../src/core/watch/alarm/incident.ts';
import { alarmEvent } from '../../../src/views/alarm/event.ts';
import { alarmHead } from '../../../src/views/alarm/head.ts';
import { alarmListMessage, alarmMessage } from '../../../src/views/alarm/list.ts';
import { checkMessage } from '../../support/discord/validating/check-message.ts';
import { hostile, sampleEvents, sampleIncidents } from '../../support/samples/sample-alarms.ts';
import { checkDraft, longestEdit } from '../../support/slack/validating/check-message.ts';
import { alice, noon } from '../../support/store-fixtures.ts';

const nasty = '<!channel> @everyone <@U01ALICE> `*_~ </script> \u202egnp.exe \u001b[31m ';
const long = nasty.repeat(400);

function valuesOf({ buttons = [] }: Message, value: (button: Button) => string): ReadonlyMap<Button, string> {
  return new Map(buttons.map((button) => [button, value(button)]));
}

/** Everything an incident makes somebody read. */
function allOf(incident: Incident): readonly Message[] {
  return [
    alarmHead(incident, { called: [alice], now: noon }),
    alarmHead(incident, { called: [], now: noon }),
    alarmMessage(incident, [], noon),
    alarmListMessage(
      Array.from({ length: incident.told.more > 0 ? 6 : 60 }, () => incident),
      noon,
    ),
    ...sampleEvents.map((event) => alarmEvent(incident, event)),
  ];
}

const incidents = Object.entries(sampleIncidents).flatMap(([name, incident]): [string, Incident][] => [
  [name, incident],
  [`${name}, hostile`, hostile(incident, nasty)],
  [`${name}, hostile and long`, hostile(incident, long)],
]);

describe.each(incidents)('what an alarm says fits: %s', (_name, incident) => {
  it('into one message of Slack', () => {
    for (const message of allOf(incident)) {
      const payload = renderSlack(
        message,
        valuesOf(message, ({ values }) => JSON.stringify(values)),
        noon,
      );
      checkDraft({ ...payload }, longestEdit);
      expect(JSON.stringify(payload.blocks)).not.toContain('not fit into one Slack message');
      expect(payload.text).not.toContain('<!channel>');
    }
  });

  it('into one message of Discord', () => {
    for (const message of allOf(incident).filter(({ title }) => title.length > 0)) {
      const pages = renderDiscord(
        message,
        valuesOf(message, ({ subcommand }) => `alarm ${subcommand}`),
      );
      for (const page of pages) checkMessage({ ...page, attachments: [] }, 'post', null);
      const isList = message.blocks.some(({ kind }) => kind === 'list');
      expect(pages.length).toBeLessThanOrEqual(isList ? 2 : 1);
    }
  });

  it('into a terminal', () => {
    const screen = { colour: false, width: 80, zone: 'UTC', now: noon, commands };
    for (const message of allOf(incident)) {
      const lines = renderTerminal(message, screen).split('\n');
      expect(lines.join('\n')).not.toContain('\u001b[31m');
      for (const line of lines.filter((one) => one.includes(' '))) {
        expect(columnsOf(stripVTControlCharacters(line))).toBeLessThan(400);
      }
    }
  });

  it('without a call in anything but a call', () => {
    for (const message of allOf(incident).slice(1, 4)) {
      expect(JSON.stringify(message)).not.toContain('"kind":"mention"');
    }
  });
});
