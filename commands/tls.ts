import { withKnownClient } from '../src/core/client-names.ts';
import type { Command } from '../src/core/command.ts';
import { growing } from '../src/core/growing.ts';
import type { Message } from '../src/core/message.ts';
import type { ProbeResult } from '../src/core/probe.ts';
import { scanMessage, scanProgress } from '../src/views/tls.ts';
import { addressOption, clientOption, targetOption, tlsTargetFrom } from './options.ts';

export const tls: Command = {
  name: 'tls',
  summary: 'Scan what a server speaks: versions, ciphers, groups, certificates; with a grade',
  visibility: 'channel',
  examples: [
    '/tls api.example.org',
    '/tls smtp://mail.example.org',
    '/tls api.example.org address:192.0.2.7',
  ],
  actions: [
    {
      name: '',
      summary: 'Grade the TLS of a server and say what costs a better grade',
      options: [targetOption, addressOption, clientOption],
      async *run(values, _caller, { diagnose, gradeTls, ladder, clientNames }, signal) {
        const target = withKnownClient(tlsTargetFrom(values), clientNames);
        yield scanProgress(target, ladder, { ended: [], told: [] });
        yield* growing<Message>(async (show) => {
          let ended: readonly ProbeResult[] = [];
          const told: string[] = [];
          const tell = () => show(scanProgress(target, ladder, { ended, told }));
          const diagnosis = await diagnose(target, {
            depth: 'certificate',
            wishes: ['tls'],
            signal,
            onProgress(_probe, words) {
              told.push(words);
              tell();
            },
            onResult(_result, soFar) {
              ended = soFar;
              tell();
            },
          });
          return scanMessage(diagnosis, gradeTls(diagnosis), ladder);
        });
      },
    },
  ],
};
