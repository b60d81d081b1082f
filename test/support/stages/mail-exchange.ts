import { startDnsServer } from '../dns/dns-server.ts';
import { freePort } from '../processes/free-port.ts';
import { type Stage, setStage } from './stage.ts';

/** A mail domain asked as if it were a mail server. */
export const mailExchangeStages: readonly Stage[] = [
  {
    name: 'smtp:// of a domain whose mail goes elsewhere',
    verdict: 'broken',
    finding: 'tcp/refused',
    also: ['dns/mail-elsewhere'],
    async open() {
      const records = { 'site.test': { A: ['127.0.0.1'], MX: ['20 mx2.site.test', '10 mx1.site.test'] } };
      const dns = await startDnsServer({ records });
      return setStage({
        typed: `smtp://site.test:${await freePort()}`,
        settings: { dnsServers: [dns.address] },
        servers: [dns],
      });
    },
  },
];
