import { defineCheck } from '../../core/check.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { keyText } from '../reading/chain/key-strength.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { evidence } from '../reading/evidence.ts';

const everywhere = new Set(['P-256', 'P-384', 'P-521']);

export const notInBrowsers = defineCheck({
  id: 'certificate/not-in-browsers',
  severity: 'warning',
  blame: 'target',
  title: 'Browsers do not accept this kind of key',
  explanation:
    'The key of the certificate is of a kind that OpenSSL-based clients accept and browsers do not. That is fine between your own services; people with a browser get a connection error.',
  fix: 'If browsers should connect, use a certificate with an ECDSA P-256 or RSA 2048 key, beside this one or in its place.',
  citation: 'BR §6.1.5',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'warning', ({ leaf }, address) => {
      const who = refusedBy(leaf);
      if (who === null) return null;
      return {
        title:
          who === nobody
            ? `No TLS client can use a key that makes no signatures: ${keyText(leaf)}`
            : `${who} not accept this kind of key: ${keyText(leaf)}`,
        ...(who === nobody ? { severity: 'error' } : {}),
        evidence: [evidence('key', keyText(leaf)), evidence('subject', leaf.subject.text)],
        reproduce: opensslLeaf(target, address, '-subject -text'),
      };
    });
  },
});

const nobody = 'Nobody does';
/** Keys that make no signature cannot prove anything in a TLS handshake (RFC 8446 §4.4.2.2). */
const signsNothing = /^(x25519|x448|dh|ml-kem-\d+)$/;
const signsElsewhere = /^(ed25519|ed448|rsa-pss|ml-dsa-\d+|slh-dsa-.+)$/;

function refusedBy({ publicKey: { type, curve } }: Certificate): string | null {
  if (signsNothing.test(type)) return nobody;
  if (signsElsewhere.test(type)) return 'Browsers do';
  if (type !== 'ec') return null;
  // RFC 5480 §2.1.1: a curve that is written out has no name, and browsers know theirs by name.
  if (curve === null) return 'Browsers do';
  if (!everywhere.has(curve)) return 'Browsers do';
  return curve === 'P-521' ? 'Chrome and Edge do' : null;
}
