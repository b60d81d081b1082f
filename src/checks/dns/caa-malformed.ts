import { defineCheck } from '../../core/check.ts';
import { caaProbe, relevantStep } from '../../probes/caa.ts';
import { caaText, digCaa } from '../reading/dns/caa-words.ts';
import { evidence } from '../reading/evidence.ts';

export const caaMalformed = defineCheck({
  id: 'dns/caa-malformed',
  severity: 'warning',
  blame: 'target',
  title: 'A CAA record of the name is malformed',
  explanation:
    'A CAA record does not have the form that certificate authorities read. A malformed value of issue or issuewild counts as one that permits nobody, so it can block every renewal; other slips make a record say nothing.',
  fix: 'Write the record as flags, tag, value: 0 issue "letsencrypt.org". The value is the bare domain the CA names in its documentation, without https:// or a path; parameters follow after a semicolon as name=value. Flags are 0, or 128 for critical. iodef takes a mailto: or https: URL.',
  citation: 'RFC 8659 §4.2',
  reads: { caa: caaProbe },
  judge({ caa }) {
    const at = relevantStep(caa);
    if (at === null) return [];
    const faulty = at.records.filter(({ faults }) => faults.length > 0);
    const [first] = faulty;
    if (first === undefined && at.unreadable.length === 0) return [];
    const issuing = faulty.some(
      ({ tag, issue }) => issue === null && (tag === 'issue' || tag === 'issuewild'),
    );
    return [
      {
        severity: issuing || at.unreadable.length > 0 ? 'warning' : 'notice',
        title: `A CAA record of ${at.name} is malformed: ${first?.faults[0] ?? 'it cannot be read'}`,
        evidence: [
          ...faulty.slice(0, 6).map((record) => evidence(caaText(record), record.faults.join('; '))),
          ...at.unreadable.slice(0, 4).map((data) => evidence('unreadable', data)),
        ],
        reproduce: digCaa(at),
      },
    ];
  },
});
