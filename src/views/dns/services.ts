import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Block, labelled, text } from '../../core/message.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { BoundService, ServiceBindingFacts } from '../../probes/service-binding.ts';
import { factsIn } from '../diagnosis/facts.ts';

/** The HTTPS records, one line each, in the words of their keys. */
export function serviceBlocks(diagnosis: Diagnosis): readonly Block[] {
  const facts = factsIn(diagnosis)('service-binding');
  if (facts === null) return [];
  if (facts.records.length === 0) return [labelled('HTTPS record', text(absentText(facts)))];
  return [
    labelled('HTTPS record', text(`of ${facts.asked}`)),
    { kind: 'list', items: facts.records.map((service) => [text(serviceText(service))]) },
  ];
}

function absentText({ answer, asked }: ServiceBindingFacts): string {
  if (answer.status === 'no-answer') return `no answer for ${asked} (${answer.reason})`;
  const no = answer.rcode === 'NOERROR' || answer.rcode === 'NXDOMAIN';
  return no ? 'none' : `${answer.rcode} for ${asked}`;
}

function serviceText({ binding, ech, endpoint }: BoundService): string {
  const { priority, target, alpn, noDefaultAlpn, port, hints, faults } = binding;
  if (priority === 0) return target === '.' ? 'there is no such service' : `alias of ${target}`;
  const protocols = [...alpn, ...(noDefaultAlpn || alpn.includes('http/1.1') ? [] : ['http/1.1 by default'])];
  return [
    `priority ${priority}, ${endpoint.name}`,
    ...(protocols.length > 0 ? [shorten(protocols.join(', '))] : []),
    ...(port === null ? [] : [`port ${port}`]),
    ...(hints.length === 0 ? [] : [`hints ${hints.slice(0, 4).join(', ')}`]),
    ...(binding.ech === null ? [] : [echText(ech)]),
    ...(faults.length === 0 ? [] : [shorten(faults.join('; '), 400)]),
  ].join('; ');
}

function echText(ech: BoundService['ech']): string {
  if (ech === null) return 'ECH malformed';
  const names = ech.flatMap(({ publicName }) => (publicName === null ? [] : [publicName]));
  return names.length === 0 ? 'ECH of a version unknown here' : `ECH behind ${shorten(names.join(', '))}`;
}
