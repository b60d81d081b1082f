import type { Command } from '../src/core/command.ts';
import { dnsMessage } from '../src/views/dns.ts';
import { targetFrom, targetOption } from './options.ts';

export const dns: Command = {
  name: 'dns',
  summary: 'Show what the resolver says about a name',
  visibility: 'channel',
  examples: ['/dns api.example.org'],
  actions: [
    {
      name: '',
      summary: 'Addresses, aliases, TTLs, rcode and extended errors',
      options: [{ ...targetOption, name: 'name', summary: 'a host name; the rest of a URL is ignored' }],
      async *run(values, _caller, { diagnose }, signal) {
        const target = targetFrom({ target: values.name });
        yield dnsMessage(await diagnose(target, { depth: 'dns', signal }));
      },
    },
  ],
};
