import type { Button } from '../../core/message.ts';
import { type Incident, isAcknowledged, type ToldEndpoint } from '../../core/watch/alarm/incident.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';

const release = 'hand-back';

/** What can be done about it now, the likely thing first; at most four, and one once it is over. */
export function alarmButtons(incident: Incident, now: Date): readonly Button[] {
  if (incident.endedAt !== null) return endpointButtons(incident, 'Check again', 'check');
  const of = (label: string, subcommand: string, more: Partial<Button> = {}): Button => ({
    label,
    command: 'alarm',
    subcommand,
    values: { id: incident.id },
    ...more,
  });
  const recheck = of(incident.problem === 'lapse' ? 'Renewed, check now' : 'Mended, check now', 'renewed', {
    style: 'primary',
  });
  const snooze = unmuteButton(incident, now) ?? of('Snooze ...', 'snooze', { asks: ['for'] });
  const reassign = of('Not mine ...', 'owner', { asks: ['to'] });
  return isAcknowledged(incident, now)
    ? [recheck, of('Hand back', release), snooze, reassign]
    : [recheck, of('On it until ...', 'on-it', { asks: ['until', 'reason'] }), snooze, reassign];
}

/** In the place of "Snooze" while its only endpoint is in maintenance. */
function unmuteButton(incident: Incident, now: Date): Button | null {
  const [only, ...others] = incident.told.endpoints.filter(({ affected }) => affected);
  if (activeMute(incident, now) === null || only === undefined || others.length > 0) return null;
  const { target: what = '', ...rest } = endpointValues(only);
  return { label: 'Unmute', command: 'watch', subcommand: 'unmute', values: { what, ...rest } };
}

/** Under the details in the thread: the page about the cause, and the whole diagnosis as of now. */
export function detailButtons(incident: Incident): readonly Button[] {
  const explain: Button = {
    label: 'Explain',
    command: 'alarm',
    subcommand: 'explain',
    values: { id: incident.id },
  };
  return [
    explain,
    ...endpointButtons(incident, 'Check now', 'check'),
    ...(incident.told.certificate === null ? [] : endpointButtons(incident, 'Certificate', 'cert')),
  ];
}

/** About the first endpoint, which is the worst. */
function endpointButtons({ told }: Incident, label: string, command: string): readonly Button[] {
  const [first] = told.endpoints;
  return first === undefined ? [] : [{ label, command, values: endpointValues(first) }];
}

export function endpointValues({ url, address, client }: ToldEndpoint): Readonly<Record<string, string>> {
  return {
    target: url,
    ...(address === null ? {} : { address }),
    ...(client === null ? {} : { client }),
  };
}
