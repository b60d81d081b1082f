import type { Action } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Values } from '../../src/core/option.ts';
import type { Caller } from '../../src/core/people.ts';
import type { CommandServices } from '../../src/core/services.ts';
import { targetText } from '../../src/core/target.ts';
import { longestHoldMs } from '../../src/core/watch/alarm/hold.ts';
import { activeMute, type Mute } from '../../src/core/watch/alarm/mute.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { mutedMessage, muteValues } from '../../src/views/watch/mute.ts';
import { momentExamples, splitMoment } from '../alarm/moment.ts';
import { clockOf } from '../alarm/named.ts';
import { addressOption, clientOption } from '../options.ts';
import { alarmsOf, endpointsOf } from './muting.ts';
import { forRules, scopeFrom, whatOption } from './scope.ts';

const longestReason = 300;
/** A second press comes with another "in two hours". */
const sameMomentMs = 60_000;

export const mute: Action = {
  name: 'mute',
  summary: 'Planned maintenance: call nobody about a target, a label or all for a while',
  needs: forRules(() => true),
  options: [
    { ...whatOption, required: true },
    {
      name: 'for',
      kind: 'text',
      summary: `how long, or until when: ${momentExamples}; then why`,
      required: true,
      positional: true,
      rest: true,
      example: '2h new switches',
    },
    { name: 'reason', kind: 'text', summary: 'what is being done', example: 'new switches' },
    addressOption,
    clientOption,
  ],
  async *run(values, caller, services) {
    const named = await scopeFrom(values, services);
    const { mute: asked, isLimited } = await muteFrom(values, caller, services);
    const endpoints = await endpointsOf(named, services);
    const isOne = named.endpoint !== null;
    const kept = endpoints.filter((one) => isKept(one, asked, isOne));
    const wanted = endpoints.filter((one) => !isKept(one, asked, isOne));
    const changed = await services.watchList.changeAll(
      wanted.map(({ id }) => id),
      { muted: asked },
    );
    for (const one of changed) await note(one, asked, services);
    const before = isOne && changed.length > 0 ? activeMute(named.endpoint, asked.at) : null;
    yield mutedMessage({
      ...(await alarmsOf(endpoints, services)),
      name: named.name,
      values: targetOf(values),
      mute: asked,
      changed,
      kept,
      isLimited,
      undo: before === null ? null : muteValues(targetOf(values), before),
    });
  },
};

async function muteFrom(values: Values, caller: Caller, services: CommandServices) {
  const typed = (values.for ?? '').trim();
  if (typed === '') throw new UserError(`Say for how long or until when: ${momentExamples}.`);
  const clock = clockOf(caller, services);
  const { at, rest } = await splitMoment(typed, clock);
  const latest = new Date(clock.now.getTime() + longestHoldMs);
  const reason = `${values.reason ?? ''} ${rest}`.trim().slice(0, longestReason);
  const isLimited = at > latest;
  return {
    isLimited,
    mute: {
      until: isLimited ? latest : at,
      by: caller.who,
      at: clock.now,
      reason: reason === '' ? null : reason,
    },
  };
}

/** The same press again; and of many, those that are muted for longer already. */
function isKept(endpoint: Endpoint, { until, at, reason }: Mute, isOne: boolean): boolean {
  const current = activeMute(endpoint, at);
  if (current === null) return false;
  const laterMs = current.until.getTime() - until.getTime();
  if (Math.abs(laterMs) < sameMomentMs && current.reason === reason) return true;
  return !isOne && laterMs > 0;
}

function note(endpoint: Endpoint, { until, by, reason }: Mute, { audit }: CommandServices): Promise<void> {
  const why = reason === null ? '' : `: ${reason}`;
  return audit.note({
    who: by,
    did: 'watch mute',
    to: `endpoint:${endpoint.id}`,
    words: `${targetText(endpoint.target)} until ${until.toISOString()}${why}`,
  });
}

function targetOf({ what = '', address, client }: Values): Readonly<Record<string, string>> {
  return {
    what,
    ...(address === undefined ? {} : { address }),
    ...(client === undefined ? {} : { client }),
  };
}
