import type { Command } from '../src/core/command.ts';
import { growing } from '../src/core/growing.ts';
import { depthOf } from '../src/core/layer.ts';
import type { Message } from '../src/core/message.ts';
import { certificateMessage } from '../src/views/certificate.ts';
import { progressMessage } from '../src/views/diagnosis.ts';
import { addressOption, targetFrom, targetOption } from './options.ts';

export const cert: Command = {
  name: 'cert',
  summary: 'Show the certificates of a target exactly as it sends them',
  visibility: 'channel',
  examples: ['/cert api.example.org', '/cert mail.example.org:993'],
  actions: [
    {
      name: '',
      summary: 'Chain as sent, names, dates, issuer, fingerprints and the path that verifies',
      options: [targetOption, addressOption],
      async *run(values, _caller, { diagnose, ladder }, signal) {
        const target = targetFrom(values);
        const rungs = ladder.filter((probe) => depthOf(probe.layer) <= depthOf('revocation'));
        yield progressMessage(target, rungs, []);
        yield* growing<Message>(async (show) => {
          const diagnosis = await diagnose(target, {
            depth: 'certificate',
            signal,
            onResult: (_result, soFar) => show(progressMessage(target, rungs, soFar)),
          });
          return certificateMessage(diagnosis, ladder);
        });
      },
    },
  ],
};
