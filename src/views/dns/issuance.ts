import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Block, code, date, type Inline, labelled, text } from '../../core/message.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { CaaRecord } from '../../probes/caa/read-caa.ts';
import type { CaaFacts } from '../../probes/caa.ts';
import { factsIn } from '../diagnosis/facts.ts';

const mostRecords = 12;
const longestDomain = 80;

/** Who may issue certificates for the name, and which standing permissions to validate it there are. */
export function issuanceBlocks(diagnosis: Diagnosis): readonly Block[] {
  const facts = factsIn(diagnosis);
  const caa = facts('caa');
  const standing = facts('validation-records')?.records ?? [];
  return [
    ...(caa === null ? [] : caaBlocks(caa)),
    ...standing.map(({ name, issuer, until }) =>
      labelled(
        'Standing validation',
        code(name),
        text(` for ${issuer ?? 'no CA'}, `),
        ...(until === null ? [text('without end')] : [text('until '), date(until)]),
      ),
    ),
  ];
}

function caaBlocks({ steps }: CaaFacts): readonly Block[] {
  const at = steps.find(({ outcome }) => outcome !== 'none');
  if (at === undefined) return [labelled('CAA', text('none on the way up: any CA may issue'))];
  if (at.outcome === 'unanswered') {
    return [labelled('CAA', text(`the lookup of ${at.name} fails (${at.said}): a CA may not issue`))];
  }
  const items = at.records
    .slice(0, mostRecords)
    .map((record): readonly Inline[] => [
      code(`${record.flags} ${record.tag} "${shorten(record.value)}"`),
      ...(record.faults.length === 0 ? [] : [text(` ${shorten(record.faults.join('; '), 400)}`)]),
    ]);
  return [
    labelled('CAA', text(`set at ${at.name}: ${whoMay(at.records)}`)),
    ...(items.length === 0 ? [] : [{ kind: 'list', items } as const]),
  ];
}

function whoMay(records: readonly CaaRecord[]): string {
  const plain = issuersOf(records, 'issue');
  const wild = issuersOf(records, 'issuewild');
  const names = plain === null ? 'any CA may issue' : `${plain} may issue`;
  return wild === null ? names : `${names}, wildcards: ${wild}`;
}

/** Null without such a record: then it restricts nobody. */
function issuersOf(records: readonly CaaRecord[], tag: string): string | null {
  const own = records.filter((record) => record.tag === tag);
  if (own.length === 0) return null;
  const domains = [...new Set(own.flatMap(({ issue }) => (issue?.domain == null ? [] : [issue.domain])))];
  if (domains.length === 0) return 'no CA';
  const more = domains.length > mostRecords ? ` and ${domains.length - mostRecords} more` : '';
  return `${domains
    .slice(0, mostRecords)
    .map((domain) => shorten(domain, longestDomain))
    .join(', ')}${more}`;
}
