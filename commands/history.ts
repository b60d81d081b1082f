import type { Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import type { Picture } from '../src/core/message.ts';
import type { Values } from '../src/core/option.ts';
import type { EndpointPast } from '../src/core/past/endpoint-past.ts';
import { type Objective, objectiveOf, parseObjective } from '../src/core/past/objective.ts';
import type { CommandServices } from '../src/core/services.ts';
import { targetText } from '../src/core/target.ts';
import { durationText, parseDuration } from '../src/core/text/duration.ts';
import { standingsMessage } from '../src/views/history/standings.ts';
import { historyMessage } from '../src/views/history.ts';
import { stripSvg } from '../src/views/strip/draw.ts';
import { stripOfPast } from '../src/views/strip/strip.ts';
import { stripWords } from '../src/views/strip/words.ts';
import { addressOption, clientOption, targetFrom, targetOption } from './options.ts';

const usualMs = 30 * 86_400_000;

export const history: Command = {
  name: 'history',
  summary: 'What changed when at a watched target, how long it was down, and its error budget',
  visibility: 'channel',
  examples: [
    '/history',
    '/history api.example.org',
    '/history api.example.org since 90d',
    '/history api.example.org objective:99.99',
  ],
  actions: [
    {
      name: '',
      summary: 'Of one target; without one, those that were down most',
      needs: 'anyone',
      options: [
        { ...targetOption, required: false },
        {
          name: 'since',
          kind: 'duration',
          summary: 'how far back, as 30d, 12h or 1w; 30 days when left out',
          positional: true,
          rest: true,
          example: '90d',
        },
        {
          name: 'objective',
          kind: 'text',
          summary: 'share of the time it has to be up, in per cent; that of its policy when left out',
          example: '99.99',
        },
        addressOption,
        clientOption,
      ],
      async *run(values, caller, services) {
        const { target, since, objective } = readValues(values);
        const from = new Date(services.now().getTime() - since);
        if (target === '') {
          yield standingsMessage(await services.past.all(from), objective, durationText(since));
          return;
        }
        const looked = targetFrom({ ...values, target });
        const endpoint = await services.watchList.find(looked);
        if (endpoint === null) {
          const name = targetText(looked);
          throw new UserError(
            `${name} is not watched, so nothing of it is kept. Watch it: /watch add ${name}`,
          );
        }
        const past = await services.past.of(endpoint, from);
        const pictures = caller.place.platform === 'terminal' ? [] : await drawn(past, services);
        yield historyMessage(past, objective ?? objectiveOf(past.objective), pictures);
      },
    },
  ],
};

/** A terminal shows no pictures; elsewhere one comes where there is something to draw. */
async function drawn(past: EndpointPast, services: CommandServices): Promise<readonly Picture[]> {
  const strip = stripOfPast(past);
  const bytes = strip === null ? null : await services.past.draw(stripSvg(strip));
  if (strip === null || bytes === null) return [];
  return [{ name: 'history.png', bytes, alternative: stripWords(strip) }];
}

/** "since 30d" is read with and without its first word, and with no target before it. */
function readValues({ target = '', since = '', objective = '' }: Values): {
  readonly target: string;
  readonly since: number;
  readonly objective: Objective | null;
} {
  const words = `${target} ${since}`.trim().split(/\s+/);
  const named = words[0] !== undefined && !/^(?:since|\d+[a-z]+)$/i.test(words[0]) ? words[0] : '';
  const rest = (named === '' ? words : words.slice(1)).join(' ').replace(/^since\b\s*/i, '');
  return {
    target: named,
    since: rest === '' ? usualMs : parseDuration(rest),
    objective: objective === '' ? null : parseObjective(objective),
  };
}
