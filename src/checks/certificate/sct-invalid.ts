import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { dayText } from '../../core/text/utc-text.ts';
import type { SctFault, SctVerdict } from '../../pki/ct/sct-verdict.ts';
import { transparencyProbe } from '../../probes/transparency.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { judgeTransparency, sctEvidence } from '../reading/chain/transparency-words.ts';

const mostScts = 6;

const words: Readonly<Record<SctFault, string>> = {
  malformed: 'cannot be read',
  'unknown-log': 'is from a log that is not listed',
  'bad-signature': 'has a wrong signature',
  future: 'is from the future',
  'outside-interval': 'is from a log that does not take such certificates',
  'log-disqualified': 'is from a log that does not count',
  'no-leaf-index': 'lacks its place in the log',
};

export const sctInvalid = defineCheck({
  id: 'certificate/sct-invalid',
  severity: 'warning',
  blame: 'target',
  title: 'A transparency timestamp does not count',
  explanation:
    'A signed certificate timestamp (SCT) that came with the certificate is not worth anything: its signature is wrong, its log is unknown or retired, or it does not fit the certificate. Browsers leave it out when they count; as long as enough others count, they do not mind.',
  fix: 'Have the certificate issued again, and tell the authority: it embedded a timestamp that no browser takes. Where the timestamp comes from the TLS extension or the stapled OCSP response, take the outdated file out of the server (nginx: ssl_ct_static_scts; Apache: CTStaticSCTs).',
  citation: 'RFC 6962 §3.2',
  reads: { transparency: transparencyProbe },
  judge({ transparency }, { target }) {
    const { stale, date } = transparency.list;
    return judgeTransparency(transparency, ({ scts, addresses }) => {
      const faulty = scts.filter(({ fault }) => fault !== null);
      const worst = faulty.find(({ fault }) => fault?.kind !== 'unknown-log') ?? faulty[0];
      if (worst === undefined) return null;
      const ours = stale && worst.fault?.kind === 'unknown-log';
      return {
        title: titleOf(worst, faulty.length, scts.length),
        ...(ours ? ourList(date) : {}),
        evidence: faulty.slice(0, mostScts).map(sctEvidence),
        reproduce: opensslLeaf(target, addresses[0] ?? '', '-ext ct_precert_scts'),
      };
    });
  },
});

function titleOf({ fault }: SctVerdict, faulty: number, all: number): string {
  const what = words[fault?.kind ?? 'malformed'];
  if (all === 1) return `The only transparency timestamp ${what}`;
  return faulty === 1
    ? `One of ${all} transparency timestamps ${what}`
    : `${faulty} of ${all} transparency timestamps do not count; one ${what}`;
}

/** Logs come and go: an old list says more about itself than about an SCT. */
function ourList(date: Date): Partial<Observation> {
  return {
    severity: 'notice',
    blame: 'our-trust-store',
    explanation: `Notafter's list of logs is of ${dayText(date)}, older than the ten weeks after which a log may be in use that it does not know. Browsers have a newer one.`,
    fix: 'Set CT_LOG_LIST to a current list (https://www.gstatic.com/ct/log_list/v3/log_list.json), or update Notafter.',
  };
}
