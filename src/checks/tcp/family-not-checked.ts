import { defineCheck } from '../../core/check.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { fateEvidence, tcpFates } from '../reading/tcp/fates.ts';

export const familyNotChecked = defineCheck({
  id: 'tcp/family-not-checked',
  severity: 'notice',
  blame: 'our-vantage',
  title: 'IPv6 was not looked at: this machine has none',
  explanation:
    'The target also has IPv6 addresses. The machine Notafter runs on has no IPv6 route, so nothing is known about them; the verdict is about IPv4.',
  fix: 'Give this machine (or its container network) IPv6 if clients of the target use it.',
  citation: 'RFC 6724 §5',
  reads: { tcp: tcpProbe },
  mayRead: { tls: tlsProbe },
  judge({ tcp, tls }) {
    const fates = tcpFates(tcp, tls);
    const skipped = fates.filter(({ fate }) => fate === 'no-family');
    if (skipped.length === 0 || skipped.length === fates.length) return [];
    return [{ evidence: fateEvidence(skipped) }];
  },
});
