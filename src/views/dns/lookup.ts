import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Block, code, labelled, text } from '../../core/message.ts';
import type { DnsAnswer } from '../../net/dns/answer.ts';
import type { DnsLookup } from '../../probes/dns.ts';
import { factsIn } from '../diagnosis/facts.ts';

const mostRows = 20;

type Told = readonly [addresses: readonly Block[], answers: readonly Block[]];

/** Aliases and addresses with their TTLs; and who said so. */
export function lookupBlocks(diagnosis: Diagnosis): Told {
  const facts = factsIn(diagnosis)('dns');
  if (facts === null) return [[], []];
  if (facts.source === 'hosts-file') {
    return [
      [
        labelled('Addresses', text(facts.addresses.join(', '))),
        labelled('Source', text(`${facts.hostsFile}, which outranks DNS`)),
      ],
      [],
    ];
  }
  if (facts.lookup === null) return [[labelled('Addresses', text(facts.addresses.join(', ')))], []];
  return answerBlocks(facts.lookup);
}

function answerBlocks(lookup: DnsLookup): Told {
  const rows = [
    ...lookup.aliases.map((alias) => [alias.name, 'CNAME', String(alias.ttl), alias.target]),
    ...lookup.records.map((record) => [record.name, record.type, String(record.ttl), record.data]),
  ];
  const addresses: Block[] = [];
  if (rows.length > 0) {
    addresses.push({
      kind: 'table',
      columns: ['name', 'type', 'TTL', 'data'],
      rows: rows.slice(0, mostRows),
    });
  }
  if (rows.length > mostRows)
    addresses.push(labelled('Left out', text(`${rows.length - mostRows} more records`)));
  const answers: Block[] = [
    labelled('A', code(answerText(lookup.a))),
    labelled('AAAA', code(answerText(lookup.aaaa))),
    labelled(
      'DNSSEC',
      text(lookup.authenticated ? 'the resolver validated the answer (AD)' : 'not validated by the resolver'),
    ),
  ];
  for (const error of lookup.extendedErrors.slice(0, 4)) {
    answers.push(
      labelled(
        'Extended error',
        code(`${error.code} ${error.name}${error.text === '' ? '' : `: ${error.text}`}`),
      ),
    );
  }
  return [addresses, answers];
}

function answerText(answer: DnsAnswer): string {
  if (answer.status === 'no-answer') {
    const tried = answer.tried.map((attempt) => `${attempt.server} ${attempt.reason}`).slice(0, 4);
    return `no answer (${tried.join('; ')})`;
  }
  return `${answer.rcode} from ${answer.server} in ${Math.round(answer.elapsedMs)} ms${answer.overTcp ? ' over TCP' : ''}`;
}
