import { defineCheck } from '../../core/check.ts';
import { interceptorOf } from '../../core/vantage/reading.ts';
import { vantageProbe } from '../../probes/vantage.ts';
import { opensslReference } from '../commands/openssl.ts';
import { addressEvidence, evidence } from '../reading/evidence.ts';

export const intercepted = defineCheck({
  id: 'vantage/intercepted',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'A proxy on our side opens TLS and signs it again',
  explanation:
    'Reference hosts that have nothing to do with the target show certificates of the same authority as it, and no public one. So a proxy between this machine and the Internet (inspection by a company, an antivirus, a captive portal) ends every TLS connection. What was seen is the certificate of that proxy: nothing was learned about that of the target.',
  fix: 'Let this machine out past the inspection: an exception in the proxy for its address or for the targets, a network without interception, or another place to run Notafter. EXTRA_CA_FILE would make the proxy trusted, and its certificates would still be all that is seen.',
  citation: 'RFC 8446 §9.3',
  reads: { vantage: vantageProbe },
  judge({ vantage }) {
    const interceptor = interceptorOf(vantage.references);
    if (interceptor === null) return [];
    const { issuer, references } = interceptor;
    // On networks of one's own a company's authority signs for its own servers.
    if (vantage.place === 'own' && issuer.standing === 'private') return [];
    const [first] = references;
    const same = vantage.signers.filter(
      (one) => one.issuer.key === issuer.key && one.issuer.standing !== 'public',
    );
    if (same.length === 0 || first === undefined) return [];
    return [
      {
        // Whoever trusts it knows of it.
        severity: issuer.standing === 'private' ? 'warning' : 'fatal',
        title: `A proxy on our side signs for everybody: ${issuer.name}`,
        evidence: [
          evidence('signed by', issuer.name),
          addressEvidence(same.flatMap(({ addresses }) => addresses)),
          ...references
            .slice(0, 4)
            .map(({ host, ip }) => evidence('reference host', host === ip ? ip : `${host}, ${ip}`)),
        ],
        reproduce: opensslReference(first),
      },
    ];
  },
});
