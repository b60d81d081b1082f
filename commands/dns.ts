import type { Command } from '../src/core/command.ts';
import { looking } from '../src/views/diagnosis/looking.ts';
import { dnsMessage, dnsProgress } from '../src/views/dns.ts';
import { targetFrom, targetOption } from './options.ts';

export const dns: Command = {
  name: 'dns',
  summary: 'Show what DNS says about a name, resolver by resolver and name server by name server',
  visibility: 'channel',
  examples: ['/dns api.example.org'],
  actions: [
    {
      name: '',
      summary: 'Addresses, name servers, DNSSEC, CAA and HTTPS records, resolvers side by side',
      needs: 'anyone',
      options: [{ ...targetOption, name: 'name', summary: 'a host name; the rest of a URL is ignored' }],
      record: 'diagnosis',
      async *run(values, _caller, { diagnose, ladder }, signal) {
        const target = targetFrom({ target: values.name });
        yield* looking({
          signal,
          draw: (soFar, waits) => dnsProgress(target, ladder, soFar, waits),
          work: async (onResult) => dnsMessage(await diagnose(target, { depth: 'dns', signal, onResult })),
        });
      },
    },
  ],
};
