import type { Command } from '../src/core/command.ts';
import { probesAt } from '../src/core/probes-at.ts';
import type { WatchList } from '../src/core/services.ts';
import { withKnownClient } from '../src/core/target/client-names.ts';
import type { Target } from '../src/core/target.ts';
import { inTime } from '../src/core/waiting/in-time.ts';
import { looking } from '../src/views/diagnosis/looking.ts';
import { diagnosisMessage, progressMessage } from '../src/views/diagnosis.ts';
import { checkFrom, fromOption, vantagesFrom } from './check/from.ts';
import {
  addressOption,
  clientOption,
  expectOption,
  statusOption,
  targetFrom,
  targetOption,
  wishesFrom,
  withOption,
} from './options.ts';

export const check: Command = {
  name: 'check',
  summary: 'Explain why clients cannot reach or trust a target',
  visibility: 'channel',
  examples: [
    '/check api.example.org',
    '/check https://example.org/health',
    '/check api.example.org address:192.0.2.7',
    '/check api.example.org client:payments',
    '/check https://example.org/health status:200 expect:ok',
    '/check api.example.org from:eu-1,us-1',
  ],
  actions: [
    {
      name: '',
      summary: 'Look at every layer, name one cause and its fix',
      needs: 'anyone',
      options: [
        ...[targetOption, addressOption, clientOption, withOption, statusOption, expectOption],
        fromOption,
      ],
      record: 'diagnosis',
      async *run(values, caller, services, signal) {
        const { diagnose, ladder, clientNames, watchList, vantages } = services;
        const asked = targetFrom(values);
        const wishes = wishesFrom(values);
        const names = await vantagesFrom(values, vantages);
        if (names !== null) {
          // Each place has client certificates of its own.
          if (names.includes(vantages.own)) withKnownClient(asked, clientNames);
          yield* checkFrom(asked, names, wishes, services, signal);
          return;
        }
        const target = withKnownClient(asked, clientNames);
        const shown = probesAt('all', ladder);
        // A shell has no store yet, and making one would take longer than the look.
        const watched = caller.who.platform === 'terminal' ? null : isWatched(target, watchList);
        yield* looking({
          signal,
          draw: (soFar, waits) => progressMessage(target, shown, soFar, waits),
          async work(onResult) {
            const diagnosis = await diagnose(target, { depth: 'all', wishes, signal, onResult });
            return diagnosisMessage(diagnosis, ladder, { isWatched: await watched });
          },
        });
      },
    },
  ],
};

/** Whether there is a button to watch it must not hold up an answer. */
const longestFindMs = 100;

/** Null: it was not known in time. Never rejects. */
function isWatched(target: Target, { find }: Pick<WatchList, 'find'>): Promise<boolean | null> {
  return inTime(
    find(target).then(
      (endpoint) => endpoint !== null,
      () => null,
    ),
    longestFindMs,
  );
}
