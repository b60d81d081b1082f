import type { Action, Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { plainMessage } from '../src/core/message/plain-message.ts';
import type { Message } from '../src/core/message.ts';
import type { Option, Values } from '../src/core/option.ts';
import { type Caller, placeText, placeWord } from '../src/core/people.ts';
import type { CommandServices, FollowOutcome, NewFollow } from '../src/core/services.ts';
import { withKnownClient } from '../src/core/target/client-names.ts';
import { targetText, targetUrl } from '../src/core/target.ts';
import { durationText, parseDuration } from '../src/core/text/duration.ts';
import { type Follow, followLimits } from '../src/core/watch/follow.ts';
import { followBegun, followChoice, followList, followStopped } from '../src/views/follow/answers.ts';
import {
  addressOption,
  clientOption,
  expectOption,
  statusOption,
  targetFrom,
  targetOption,
} from './options.ts';

const everyOption: Option = {
  name: 'every',
  kind: 'duration',
  keyword: true,
  summary: 'how often it is looked at, 5s to 10m; 15s when left out',
  example: '15s',
};
const forOption: Option = {
  name: 'for',
  kind: 'duration',
  keyword: true,
  summary: 'how long, 1m to 24h; 30m when left out',
  example: '30m',
};
const whichOption: Option = {
  name: 'which',
  kind: 'text',
  positional: true,
  summary: 'the target, or the id that /follow list shows; the only one here when left out',
  example: 'api.example.org',
};

const start: Action = {
  name: 'start',
  summary: 'Look at a target again and again and tell what changes',
  needs: 'member',
  options: [targetOption, everyOption, forOption, addressOption, clientOption, statusOption, expectOption],
  endsItself: true,
  speaksLater: () => true,
  async *run(values, caller, services, signal) {
    const asked = askedFrom(values, caller, services);
    if (caller.who.platform === 'terminal') {
      yield* inTheForeground(asked, services, signal);
      return;
    }
    const outcome = await services.follows.start(asked);
    if (outcome.kind !== 'started') throw refusal(outcome, asked);
    yield followBegun(outcome.follow);
  },
};

const list: Action = {
  name: 'list',
  summary: 'Show what is followed here',
  needs: 'anyone',
  options: [],
  async *run(_values, caller, { follows }) {
    yield followList(await follows.running(caller.place));
  },
};

const stop: Action = {
  name: 'stop',
  summary: 'Stop following a target',
  needs: 'member',
  options: [whichOption, addressOption, clientOption],
  async *run(values, caller, services) {
    const { follows } = services;
    const found = await chooseFollow(values, caller, services);
    const [chosen, ...others] = found;
    if (chosen === undefined) return;
    if (others.length > 0) {
      yield followChoice(found);
      return;
    }
    const outcome = await follows.stop(chosen.id, caller.who);
    if (outcome === null)
      throw new UserError(`Nothing is followed as ${chosen.id}. /follow list shows what is.`);
    yield followStopped(outcome.follow, outcome.stopped);
  },
};

export const follow: Command = {
  name: 'follow',
  summary: 'Look again and again during an incident, and tell only what changes',
  visibility: 'caller',
  examples: [
    '/follow api.example.org',
    '/follow api.example.org every 15s for 30m',
    '/follow list',
    '/follow stop api.example.org',
  ],
  actions: [start, list, stop],
  firstIsDefault: true,
};

function askedFrom(values: Values, { place, who }: Caller, { clientNames }: CommandServices): NewFollow {
  const everyMs = within('every', values.every ?? '15s', followLimits.everyMs);
  const forMs = within('for', values.for ?? '30m', followLimits.forMs);
  if (everyMs > forMs) {
    throw new UserError(
      `Every ${durationText(everyMs)} for ${durationText(forMs)} would be one look: /check does that.`,
    );
  }
  return { target: withKnownClient(targetFrom(values), clientNames), place, by: who, everyMs, forMs };
}

function within(name: string, typed: string, [least, most]: readonly [number, number]): number {
  const ms = parseDuration(typed);
  if (ms >= least && ms <= most) return ms;
  throw new UserError(
    `${name} ${durationText(ms)} is not possible: it may be from ${durationText(least)} to ${durationText(most)}.`,
  );
}

async function* inTheForeground(
  asked: NewFollow,
  { follows }: CommandServices,
  signal: AbortSignal,
): AsyncGenerator<Message> {
  const { target, everyMs, forMs } = asked;
  const times = `every ${durationText(everyMs)} for ${durationText(forMs)}`;
  yield {
    ...plainMessage(`Following ${targetText(target)} ${times}. Ctrl-C ends it with a summary.`),
    stays: true,
  };
  yield* follows.here(asked, signal);
}

function refusal(
  outcome: Exclude<FollowOutcome, { kind: 'started' }>,
  { target, place }: NewFollow,
): UserError {
  switch (outcome.kind) {
    case 'same':
      return new UserError(
        `${targetText(target)} is followed here already. /follow stop ${targetText(target)} ends that one.`,
      );
    case 'place-full':
      return new UserError(
        `${followLimits.perPlace} targets are followed here, which is the most. Stop one first: /follow list shows them.`,
      );
    case 'person-full': {
      const all = outcome.theirs.map(({ id, target: theirs, place: where }) => {
        const elsewhere = placeText(where) === placeText(place) ? '' : ` in ${placeWord(where)}`;
        return `${targetText(theirs).slice(0, 100)}${elsewhere} (/follow stop ${id})`;
      });
      return new UserError(
        `You follow ${followLimits.perPerson} targets, which is the most for one person. Stop one first: ${all.join(', ')}.`,
      );
    }
    case 'full':
      return new UserError(
        `${followLimits.all} targets are followed in all, which is the most. Try again when one has ended, or /check it.`,
      );
  }
}

/** By id wherever it is told, by target among those of the place. */
async function chooseFollow(
  values: Values,
  { place }: Caller,
  { follows }: CommandServices,
): Promise<readonly Follow[]> {
  const typed = (values.which ?? '').trim();
  const named = /^[0-9a-f]{8}$/.test(typed) ? await follows.find(typed) : null;
  if (named !== null) return [named];
  const here = await follows.running(place);
  const meant = typed === '' ? here : here.filter(({ target }) => isMeant(values, typed, target));
  if (meant.length > 0) return meant;
  const what = typed === '' ? 'Nothing' : targetText(targetFrom({ ...values, target: typed }));
  throw new UserError(`${what} is ${typed === '' ? '' : 'not '}followed here. /follow list shows what is.`);
}

function isMeant(values: Values, typed: string, target: Follow['target']): boolean {
  const named = targetFrom({ ...values, target: typed });
  if (targetUrl(named) !== targetUrl(target)) return false;
  return (
    (named.address === null || named.address === target.address) &&
    (named.client === null || named.client === target.client)
  );
}
