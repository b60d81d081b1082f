import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { evidence } from '../reading/evidence.ts';

export const clientUnknown = defineCheck({
  id: 'target/client-unknown',
  severity: 'error',
  blame: 'our-vantage',
  title: 'The client certificate to be shown is not configured here',
  explanation:
    'This target is to be looked at with a client certificate, and this Notafter has none of that name: the setting was removed or renamed, or another process with other settings looks. No handshake was tried, so this says nothing about the target.',
  fix: 'Set CLIENT_CERT_NAME to the file of the certificate and restart, or watch the target again without client: or with another one.',
  citation: 'RFC 8446 §4.4.2',
  reads: { tls: tlsProbe },
  judge({ tls: { client } }) {
    if (client === undefined || client.certificate !== null) return [];
    const setting = `CLIENT_CERT_${client.name.toUpperCase()}`;
    return [
      {
        title: `There is no client certificate ${client.name}: ${setting} is not set here`,
        fix: `Set ${setting} to the file of the certificate and restart, or watch the target again without client: or with another one.`,
        evidence: [evidence('profile', client.name)],
      },
    ];
  },
});
