import type { Command } from '../src/core/command.ts';
import { probesAt } from '../src/core/probes-at.ts';
import { withKnownClient } from '../src/core/target/client-names.ts';
import { looking } from '../src/views/diagnosis/looking.ts';
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
      needs: 'anyone',
      options: [targetOption, addressOption, clientOption],
      async *run(values, _caller, { renewals, ladder, clientNames }, signal) {
        const target = withKnownClient(tlsTargetFrom(values), clientNames);
        const rungs = probesAt('renewal', ladder);
        yield* looking({
          signal,
          draw: (soFar, waits) => progressMessage(target, rungs, soFar, waits),
          work: async (onResult) =>
            renewalReportMessage(await renewals.lookAhead(target, { signal, onResult })),
        });
      },
    },
  ],
};
