import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { evidence } from '../reading/evidence.ts';

export const noSan = defineCheck({
  id: 'certificate/no-san',
  severity: 'fatal',
  blame: 'target',
  title: 'The certificate names no host (no SAN)',
  explanation:
    'The certificate has no subject alternative names, only a common name, and clients stopped reading that. Browsers, Go, Java and curl refuse it. Some older clients and Node still accept the common name, which hides the fault.',
  fix: 'Issue it again with the host as a subject alternative name. OpenSSL: req -addext "subjectAltName=DNS:host"; for a private CA also copy the extension when signing (x509 -copy_extensions copy).',
  citation: 'RFC 9525 §6.3',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', ({ leaf, names }, address) => {
      if (names.matches || names.mistake !== 'no-san') return null;
      return {
        title: 'The certificate names no host: it has a common name and no SAN',
        evidence: [
          evidence('asked for', target.host),
          evidence('common name', leaf.subject.commonName ?? 'none'),
          evidence('subject alternative names', 'none'),
        ],
        reproduce: opensslLeaf(target, address, '-subject -ext subjectAltName'),
      };
    });
  },
});
