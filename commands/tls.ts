import type { Command } from '../src/core/command.ts';
import { probesAt } from '../src/core/probes-at.ts';
import { withKnownClient } from '../src/core/target/client-names.ts';
import { looking } from '../src/views/diagnosis/looking.ts';
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
      needs: 'anyone',
      options: [targetOption, addressOption, clientOption],
      async *run(values, _caller, { diagnose, gradeTls, ladder, clientNames }, signal) {
        const target = withKnownClient(tlsTargetFrom(values), clientNames);
        const rungs = probesAt('certificate', ladder);
        const told: string[] = [];
        yield* looking({
          signal,
          draw: (ended, waits) => scanProgress(target, rungs, { ended, told, waits }),
          async work(onResult, redraw) {
            const diagnosis = await diagnose(target, {
              depth: 'certificate',
              wishes: ['tls'],
              signal,
              onResult,
              onProgress(_probe, words) {
                told.push(words);
                redraw();
              },
            });
            return scanMessage(diagnosis, gradeTls(diagnosis), ladder);
          },
        });
      },
    },
  ],
};
