import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { noHandshake } from '../reading/tls/total.ts';

export const certificateMessageTooLarge = defineCheck({
  id: 'tls/certificate-message-too-large',
  severity: 'fatal',
  blame: 'target',
  title: 'The certificate list is too large for clients',
  explanation:
    'The server sends more certificate data than clients accept: OpenSSL stops at 100 KiB, and so do curl, Node, Python and nginx as a client. Usually one certificate holds thousands of names.',
  fix: 'Split the names over several certificates (100 names each is what most authorities allow), chosen by SNI, or use a wildcard. Send the leaf and its intermediates only.',
  citation: 'RFC 8446 §4.4.2',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return noHandshake(tls, target, 'certificate-message-too-large', ({ address }) => ({
      title: `${address} sends more certificate data than clients accept`,
    }));
  },
});
