import { withKnownClient } from '../src/core/client-names.ts';
import type { Command } from '../src/core/command.ts';
import { growing } from '../src/core/growing.ts';
import { depthOf } from '../src/core/layer.ts';
import type { Message } from '../src/core/message.ts';
import { progressMessage } from '../src/views/diagnosis.ts';
import { renewalReportMessage } from '../src/views/renewal-report.ts';
import { addressOption, clientOption, targetOption, tlsTargetFrom } from './options.ts';

export const renewal: Command = {
  name: 'renewal',
  summary: 'Say whether the next renewal will work, and whether a newer certificate waits to be deployed',
  visibility: 'channel',
  examples: ['/renewal api.example.org', '/renewal mail.example.org:993'],
  actions: [
    {
      name: '',
      summary:
        'CAA, DNSSEC, DNS challenges and port 80 for every name in the certificate, as its authority will ask',
      options: [targetOption, addressOption, clientOption],
      async *run(values, _caller, { renewals, ladder, clientNames }, signal) {
        const target = withKnownClient(tlsTargetFrom(values), clientNames);
        const rungs = ladder.filter((probe) => depthOf(probe.layer) <= depthOf('chain'));
        yield progressMessage(target, rungs, []);
        yield* growing<Message>(async (show) =>
          renewalReportMessage(
            await renewals.lookAhead(target, {
              signal,
              onResult: (_result, soFar) => show(progressMessage(target, rungs, soFar)),
            }),
          ),
        );
      },
    },
  ],
};
