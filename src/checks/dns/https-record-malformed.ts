import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { type BoundService, serviceBindingProbe } from '../../probes/service-binding.ts';
import { dig } from '../commands/dig.ts';
import { serverOf } from '../reading/dns/answers.ts';
import { evidence } from '../reading/evidence.ts';

export const httpsRecordMalformed = defineCheck({
  id: 'dns/https-record-malformed',
  severity: 'warning',
  blame: 'target',
  title: 'The HTTPS record is malformed',
  explanation:
    'The record breaks the rules of its own format. Browsers throw away such a record, some of them every HTTPS record of the name with it, and with it go HTTP/3 without a detour, encrypted ClientHello and the address hints.',
  fix: 'Write the record anew with the form of the DNS provider, or let a current name server check the zone file. Keys stand in ascending order, each once; mandatory lists only keys that are there; no-default-alpn needs alpn; ech is an ECHConfigList in base64, as the server software prints it.',
  citation: 'RFC 9460 §2.2',
  reads: { dns: dnsProbe, services: serviceBindingProbe },
  judge({ dns, services }) {
    const faults = services.records.flatMap((service) =>
      faultsOf(service).map((fault) => evidence(`priority ${service.binding.priority}`, fault)),
    );
    const all = [...faults, ...services.unreadable.map((data) => evidence('record', data))];
    const [first] = all;
    if (first === undefined || dns.lookup === null) return [];
    return [
      {
        title: `The HTTPS record of ${services.asked} is malformed: ${first.value}`,
        evidence: all.slice(0, 8),
        reproduce: dig(services.asked, 'HTTPS', serverOf(dns.lookup, services.answer)),
      },
    ];
  },
});

function faultsOf({ binding, ech }: BoundService): readonly string[] {
  if (binding.ech === null || binding.ech.length === 0) return binding.faults;
  if (ech === null) return [...binding.faults, 'ech is no ECHConfigList'];
  // Newer versions beside the known one are for newer clients.
  if (ech.some(({ usable }) => usable)) return binding.faults;
  return [...binding.faults, 'ech has no configuration of a version that clients know (0xfe0d)'];
}
