import { withKnownClient } from '../src/core/client-names.ts';
import type { Command } from '../src/core/command.ts';
import { growing } from '../src/core/growing.ts';
import type { Message } from '../src/core/message.ts';
import { diagnosisMessage, progressMessage } from '../src/views/diagnosis.ts';
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
  ],
  actions: [
    {
      name: '',
      summary: 'Look at every layer, name one cause and its fix',
      options: [targetOption, addressOption, clientOption, withOption, statusOption, expectOption],
      async *run(values, _caller, { diagnose, ladder, clientNames }, signal) {
        const target = withKnownClient(targetFrom(values), clientNames);
        yield progressMessage(target, ladder, []);
        yield* growing<Message>(async (show) => {
          const diagnosis = await diagnose(target, {
            depth: 'all',
            wishes: wishesFrom(values),
            signal,
            onResult: (_result, soFar) => show(progressMessage(target, ladder, soFar)),
          });
          return diagnosisMessage(diagnosis, ladder);
        });
      },
    },
  ],
};
