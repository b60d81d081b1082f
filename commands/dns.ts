import type { Command } from '../src/core/command.ts';
import { growing } from '../src/core/growing.ts';
import type { Message } from '../src/core/message.ts';
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
      options: [{ ...targetOption, name: 'name', summary: 'a host name; the rest of a URL is ignored' }],
      async *run(values, _caller, { diagnose, ladder }, signal) {
        const target = targetFrom({ target: values.name });
        yield dnsProgress(target, ladder, []);
        yield* growing<Message>(async (show) => {
          const diagnosis = await diagnose(target, {
            depth: 'dns',
            signal,
            onResult: (_result, soFar) => show(dnsProgress(target, ladder, soFar)),
          });
          return dnsMessage(diagnosis);
        });
      },
    },
  ],
};
