import type { Diagnosis } from '../core/diagnosis.ts';
import { type Block, code, labelled, type Message, text } from '../core/message.ts';
import type { DnsAnswer } from '../net/dns/answer.ts';
import type { DnsLookup } from '../probes/dns.ts';
import type { ProbeFacts } from '../probes/index.ts';
import { diagnosisMessage, targetValues } from './diagnosis.ts';
import { dnssecBlocks } from './dnssec.ts';

const mostRows = 20;

/** What the resolver said, record by record, with the verdict over it. */
export function dnsMessage(diagnosis: Diagnosis): Message {
  const whole = diagnosisMessage(diagnosis, []);
  const cause = diagnosis.rootCause;
  const name = diagnosis.target.host;
  const sentence = cause === null ? 'resolves' : `does not resolve: ${cause.title}`;
  const said: Block[] =
    cause === null ? [] : [labelled('Fix', text(cause.fix)), labelled('Cause', text(cause.explanation))];
  if (cause?.reproduce != null) said.push({ kind: 'code', text: cause.reproduce });
  return {
    tone: whole.tone,
    title: [{ kind: 'strong', text: name }, text(` ${sentence}`)],
    blocks: [...said, ...factBlocks(diagnosis), ...dnssecBlocks(diagnosis), ...whole.blocks.slice(-1)],
    buttons: [{ label: 'Check everything', command: 'check', values: targetValues(diagnosis.target) }],
    summary: `${name} ${sentence}`,
    record: diagnosis,
  };
}

function factBlocks(diagnosis: Diagnosis): readonly Block[] {
  const result = diagnosis.results.find((candidate) => candidate.probe === 'dns');
  if (result === undefined || result.status === 'skipped' || result.facts === undefined) return [];
  const facts = result.facts as ProbeFacts['dns'];
  if (facts.source === 'hosts-file') {
    return [
      labelled('Addresses', text(facts.addresses.join(', '))),
      labelled('Source', text(`${facts.hostsFile}, which outranks DNS`)),
    ];
  }
  if (facts.lookup === null) return [labelled('Addresses', text(facts.addresses.join(', ')))];
  return lookupBlocks(facts.lookup);
}

function lookupBlocks(lookup: DnsLookup): readonly Block[] {
  const rows = [
    ...lookup.aliases.map((alias) => [alias.name, 'CNAME', String(alias.ttl), alias.target]),
    ...lookup.records.map((record) => [record.name, record.type, String(record.ttl), record.data]),
  ];
  const blocks: Block[] = [];
  if (rows.length > 0) {
    blocks.push({ kind: 'table', columns: ['name', 'type', 'TTL', 'data'], rows: rows.slice(0, mostRows) });
  }
  if (rows.length > mostRows)
    blocks.push(labelled('Left out', text(`${rows.length - mostRows} more records`)));
  blocks.push(
    labelled('A', code(answerText(lookup.a))),
    labelled('AAAA', code(answerText(lookup.aaaa))),
    labelled(
      'DNSSEC',
      text(lookup.authenticated ? 'the resolver validated the answer (AD)' : 'not validated by the resolver'),
    ),
  );
  for (const error of lookup.extendedErrors.slice(0, 4)) {
    blocks.push(
      labelled(
        'Extended error',
        code(`${error.code} ${error.name}${error.text === '' ? '' : `: ${error.text}`}`),
      ),
    );
  }
  return blocks;
}

function answerText(answer: DnsAnswer): string {
  if (answer.status === 'no-answer') {
    const tried = answer.tried.map((attempt) => `${attempt.server} ${attempt.reason}`).slice(0, 4);
    return `no answer (${tried.join('; ')})`;
  }
  return `${answer.rcode} from ${answer.server} in ${Math.round(answer.elapsedMs)} ms${answer.overTcp ? ' over TCP' : ''}`;
}
