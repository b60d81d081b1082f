import { readServiceBinding } from '../../../src/net/dns/read-service-binding.ts';
import type { BoundService, ServiceBindingFacts } from '../../../src/probes/service-binding.ts';
import { host } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import {
  answered,
  completed,
  dnsFacts,
  healthyFacts,
  ip,
  tlsFacts,
} from '../../support/facts/probe-facts.ts';

const dns = dnsFacts({}, [ip]);

function bound(data: string, endpoint: Partial<BoundService['endpoint']> = {}): ServiceBindingFacts {
  const binding = readServiceBinding(data);
  if (binding === null) throw new Error(`${data} is no HTTPS record`);
  const where = { name: host, port: binding.port ?? 443, addresses: [ip], resolves: true, dialled: null };
  return {
    asked: host,
    answer: answered('NOERROR'),
    records: [{ binding, ech: null, endpoint: { ...where, ...endpoint } }],
    unreadable: [],
  };
}

const kept = bound(`1 . alpn="h2,h3" ipv4hint="${ip}"`);

export const rows: readonly RuleRow[] = [
  {
    id: 'dns/https-record-mismatch',
    when: 'no hint is an address',
    facts: { dns, 'service-binding': bound('1 . ipv4hint="198.51.100.1"') },
    title: /hints at 198\.51\.100\.1, and api\.example\.org is at 192\.0\.2\.7/,
    evidence: ['IPv4 hints: 198.51.100.1', 'IPv4 addresses of api.example.org: 192.0.2.7'],
    reproduce: `dig ${host} HTTPS @192.0.2.53`,
    severity: 'warning',
    silentWhen: 'all is kept',
    silent: { ...healthyFacts, 'service-binding': kept },
  },
  {
    id: 'dns/https-record-mismatch',
    when: 'HTTP/2 is promised and not negotiated',
    facts: {
      dns,
      tls: tlsFacts({ [ip]: completed({ alpn: 'http/1.1' }) }),
      'service-binding': kept,
      'h2-offer': {
        address: `${ip}:443`,
        alpn: null,
        refusedWith: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
      },
    },
    title: /promises HTTP\/2/,
    evidence: [`negotiated at ${ip}:443: http/1.1`],
    reproduce: 'HTTPS',
    severity: 'warning',
    silentWhen: 'only HTTP/1.1 is, and the server would do more',
    silent: { dns, tls: tlsFacts(), 'service-binding': bound('1 . ') },
  },
  {
    id: 'dns/https-record-mismatch',
    when: 'HTTP/2 is promised and the server chooses no protocol at all',
    facts: { dns, tls: tlsFacts({ [ip]: completed({ alpn: null }) }), 'service-binding': kept },
    title: /promises HTTP\/2/,
    reproduce: 'HTTPS',
    severity: 'warning',
    silentWhen: 'it prefers HTTP/1.1 and speaks HTTP/2 when asked for that alone',
    silent: {
      dns,
      tls: tlsFacts({ [ip]: completed({ alpn: 'http/1.1' }) }),
      'service-binding': kept,
      'h2-offer': { address: `${ip}:443`, alpn: 'h2', refusedWith: null },
    },
  },
  {
    id: 'dns/https-record-mismatch',
    when: 'another port is named and closed',
    facts: {
      dns,
      'service-binding': bound('1 . port="8443"', { dialled: { at: `${ip}:8443`, open: false } }),
    },
    title: /sends clients to port 8443, where nothing answers/,
    reproduce: 'HTTPS',
    severity: 'warning',
    silentWhen: 'it is open',
    silent: {
      dns,
      'service-binding': bound('1 . port="8443"', { dialled: { at: `${ip}:8443`, open: true } }),
    },
  },
  {
    id: 'dns/https-record-mismatch',
    when: 'it is an alias of nothing',
    facts: { dns, 'service-binding': bound('0 pool.example', { name: 'pool.example', resolves: false }) },
    title: /is an alias of pool\.example, which has no address/,
    reproduce: 'HTTPS',
    severity: 'warning',
    silentWhen: 'the alias has addresses',
    silent: { dns, 'service-binding': bound('0 pool.example') },
  },
  {
    id: 'dns/https-record-malformed',
    when: 'a mandatory key is missing',
    facts: { dns, 'service-binding': bound('1 . mandatory="port"') },
    title: /is malformed: mandatory lists port, which is not there/,
    reproduce: 'HTTPS',
    severity: 'warning',
    silentWhen: 'all keys are there',
    silent: { dns, 'service-binding': bound('1 . mandatory="port" port="443"') },
  },
];
