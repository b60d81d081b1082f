import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { agreedOn } from '../reading/tls/sessions.ts';

export const noCertificate = defineCheck({
  id: 'tls/no-certificate',
  severity: 'fatal',
  blame: 'target',
  title: 'The server shows no certificate',
  explanation:
    'The handshake ended without a certificate (an anonymous or pre-shared-key cipher), so no client can know who it talks to. Browsers and HTTP clients refuse that.',
  fix: 'Configure a certificate and key for the site and remove anonymous (aNULL) and PSK ciphers from the list.',
  citation: 'RFC 8446 §4.4.2',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return agreedOn(
      tls,
      target,
      ({ chain, unreadable }) => chain.length === 0 && unreadable.length === 0,
      () => 'The server shows no certificate',
    );
  },
});
