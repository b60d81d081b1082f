import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient, opensslKeyHash } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { certificateName, evidence } from '../reading/evidence.ts';

export const knownKey = defineCheck({
  id: 'certificate/known-key',
  severity: 'error',
  blame: 'target',
  title: 'The private key of the certificate is public',
  explanation:
    'The private key that belongs to this certificate was published: it came with a program, a device or a test suite, and anybody can fetch it. Clients notice nothing, and anybody can be this server, read what was recorded where there is no forward secrecy, and sign with it.',
  fix: 'Make a new private key on the server and have a certificate issued for it; never copy one from a package, an image or a tutorial. Ask the authority to revoke the old certificate for keyCompromise. Where the key is that of a CA, take the CA out of every trust store.',
  citation: 'BR §6.1.1.3',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'error', ({ leaf, knownKeys }, address) => {
      const [first] = knownKeys;
      if (first === undefined) return null;
      const own = first.certificate.fingerprint256 === leaf.fingerprint256;
      const whose = own ? 'of the certificate' : `of ${certificateName(first.certificate)}`;
      return {
        title: own
          ? `Anybody can be this server: the private key ${whose} is public (${first.key.name})`
          : `Anybody can issue certificates like this one: the private key ${whose} is public (${first.key.name})`,
        evidence: [
          evidence('key', first.key.name),
          evidence('published', first.key.source),
          evidence('SHA-256 of the public key', first.certificate.publicKey.spki256),
        ],
        reproduce: own ? opensslKeyHash(target, address) : opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
