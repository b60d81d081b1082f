import { defineCheck } from '../../core/check.ts';
import type { Evidence } from '../../core/finding.ts';
import { hostPort, type Target } from '../../core/target.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { type H2OfferFacts, h2OfferProbe } from '../../probes/h2-offer.ts';
import { type BoundService, promisedProtocols, serviceBindingProbe } from '../../probes/service-binding.ts';
import type { TlsFacts } from '../../probes/tls/tls-facts.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { dig } from '../commands/dig.ts';
import { serverOf } from '../reading/dns/answers.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const httpsRecordMismatch = defineCheck({
  id: 'dns/https-record-mismatch',
  severity: 'warning',
  blame: 'target',
  title: 'The HTTPS record promises what the service does not keep',
  explanation:
    'Browsers ask for the HTTPS record together with the address and act on it before they connect: they go to the port, the host and the addresses it names and expect the protocols it lists. What differs from the service costs a failed attempt or sends them to the wrong place, while tools that ignore the record (curl, monitoring) see nothing.',
  fix: 'Change the HTTPS record so that it says what the service does: hints equal to the A and AAAA records (or no hints), only protocols the server negotiates, the port it listens at, and for AliasMode (priority 0) a target that has addresses. Where a CDN writes the record, change the setting there.',
  citation: 'RFC 9460 §7.3',
  reads: { dns: dnsProbe, services: serviceBindingProbe },
  mayRead: { tls: tlsProbe, offer: h2OfferProbe },
  judge({ dns, services, tls, offer }, { target }) {
    const differences = services.records.flatMap((service) => differencesOf(service, { tls, offer }, target));
    const [first] = differences;
    if (first === undefined || dns.lookup === null) return [];
    return [
      {
        title: `The HTTPS record of ${services.asked} ${first.title}`,
        evidence: differences.slice(0, 8).flatMap(({ told }) => told),
        reproduce: dig(services.asked, 'HTTPS', serverOf(dns.lookup, services.answer)),
      },
    ];
  },
});

type Seen = { readonly tls: TlsFacts | null; readonly offer: H2OfferFacts | null };
type Difference = { readonly title: string; readonly told: readonly Evidence[] };

function differencesOf(service: BoundService, seen: Seen, target: Target): readonly Difference[] {
  const { binding, endpoint } = service;
  // Clients drop what is malformed: another rule tells of that.
  if (binding.faults.length > 0) return [];
  if (binding.priority === 0) return aliasDifferences(service);
  if (!endpoint.resolves) {
    return [
      {
        title: `names ${endpoint.name}, which has no address`,
        told: [evidence('target', `${endpoint.name}: no A or AAAA record`)],
      },
    ];
  }
  return [
    ...hintDifferences(service),
    ...portDifferences(service),
    ...protocolDifferences(service, seen, target),
  ];
}

function aliasDifferences({ binding, endpoint }: BoundService): readonly Difference[] {
  if (binding.target === '.') {
    return [
      {
        title: 'says that there is no such service',
        told: [evidence('HTTPS record', '0 . (no service), beside addresses that serve')],
      },
    ];
  }
  if (endpoint.resolves) return [];
  return [
    {
      title: `is an alias of ${endpoint.name}, which has no address`,
      told: [evidence('alias', `${endpoint.name}: no A or AAAA record`)],
    },
  ];
}

/** Hints may be a part of the addresses, or stem from another turn of a rotation: only wholly other ones are wrong. */
function hintDifferences({
  binding: { hints },
  endpoint: { name, addresses },
}: BoundService): readonly Difference[] {
  return (['IPv4', 'IPv6'] as const).flatMap((family) => {
    const ofFamily = (address: string) => address.includes(':') === (family === 'IPv6');
    const [hinted, real] = [hints.filter(ofFamily), addresses.filter(ofFamily)];
    if (hinted.length === 0 || hinted.some((hint) => real.includes(hint))) return [];
    const shown = real.length === 0 ? `no ${family} address at all` : listed(real, 4);
    return [
      {
        title: `hints at ${hinted[0]}, ${real.length === 0 ? `and ${name} has ${shown}` : `and ${name} is at ${real[0]}`}`,
        told: [
          evidence(`${family} hints`, listed(hinted, 6)),
          evidence(`${family} addresses of ${name}`, shown),
        ],
      },
    ];
  });
}

function portDifferences({ endpoint: { port, dialled } }: BoundService): readonly Difference[] {
  if (dialled === null || dialled.open) return [];
  return [
    {
      title: `sends clients to port ${port}, where nothing answers`,
      told: [evidence('port', `${port}; ${dialled.at} does not accept connections`)],
    },
  ];
}

/** Only what was seen at the same place counts; HTTP/3 is not seen by a handshake over TCP. */
function protocolDifferences(
  { binding, endpoint }: BoundService,
  { tls, offer }: Seen,
  target: Target,
): readonly Difference[] {
  if (endpoint.port !== target.port) return [];
  const promised = promisedProtocols(binding);
  return (tls?.addresses ?? [])
    .filter(({ address }) => endpoint.addresses.includes(address.ip))
    .flatMap(({ address, handshake }): readonly Difference[] => {
      if (handshake.kind !== 'completed' || !promised.includes('h2')) return [];
      const { alpn } = handshake.session;
      // Chosen among two it may be a matter of taste: clients that want HTTP/2 can have it all the same.
      if (alpn === 'h2' || (alpn !== null && (offer === null || offer.alpn === 'h2'))) return [];
      return [
        {
          title: 'promises HTTP/2, and the server does not negotiate it',
          told: [
            evidence('alpn in the record', listed(binding.alpn)),
            evidence(`negotiated at ${hostPort(address.ip, address.port)}`, alpn ?? 'no protocol'),
          ],
        },
      ];
    })
    .slice(0, 1);
}
