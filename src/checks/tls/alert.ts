import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { alertMeaning, alertText } from '../reading/tls/alerts.ts';
import { spokenEvidence } from '../reading/tls/scans.ts';
import { noHandshake } from '../reading/tls/total.ts';

export const tlsAlert = defineCheck({
  id: 'tls/alert',
  severity: 'fatal',
  blame: 'target',
  title: 'The server ends the TLS handshake with an alert',
  explanation:
    'The server understood the handshake and refused it. The name of the alert is its reason; nothing a client does differently is likely to help.',
  fix: 'Read the TLS error log of the server at this moment: it names the same reason with more detail. internal_error usually means a certificate or key that cannot be loaded for this name.',
  citation: 'RFC 8446 §6.2',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    return noHandshake(tls, target, 'alert', ({ address, failure: { alert } }) => ({
      evidence: spokenEvidence(scan, address),
      title:
        alert === null
          ? `${address} ends the TLS handshake with an alert`
          : `${address} ends the TLS handshake with ${alertText(alert)}: ${alertMeaning(alert.number)}`,
    }));
  },
});
