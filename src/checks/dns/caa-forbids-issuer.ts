import { defineCheck } from '../../core/check.ts';
import { renewalState } from '../../core/watch/renewal.ts';
import { caaProbe } from '../../probes/caa.ts';
import { chainProbe } from '../../probes/chain.ts';
import { ariProbe } from '../../probes/renewal.ts';
import { timingOf } from '../reading/chain/renewal-timing.ts';
import {
  caaText,
  coveredAs,
  digCaa,
  issuerOf,
  namedIssuers,
  permissionFor,
} from '../reading/dns/caa-words.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const caaForbidsIssuer = defineCheck({
  id: 'dns/caa-forbids-issuer',
  severity: 'warning',
  blame: 'target',
  title: 'CAA does not permit the CA whose certificate is served',
  explanation:
    'The CAA records of the name list the certificate authorities that may issue for it, and the one that issued the certificate in use is not among them. Clients never look at CAA, so all works today; the CA looks at it before it issues, so the next renewal fails.',
  fix: 'If this CA is meant to go on, add a CAA record with its domain (for Let\'s Encrypt: 0 issue "letsencrypt.org"; for a wildcard certificate issuewild where there is any). If the CA is being changed on purpose, make sure that the new one has issued before the old certificate ends.',
  citation: 'RFC 8659 §4.2',
  reads: { caa: caaProbe, chain: chainProbe },
  mayRead: { ari: ariProbe },
  judge({ caa, chain, ari }, { now }) {
    for (const served of chain.chains) {
      const [issuer, name] = [issuerOf(served), coveredAs(served)];
      if (issuer === null || issuer.domains === null || name === null) continue;
      const permission = permissionFor(caa, name);
      if (permission.kind !== 'restricted') continue;
      const { at, records } = permission;
      const permitted = namedIssuers(records);
      const { domains } = issuer;
      if (permitted.some((domain) => domains.includes(domain))) continue;
      const due = renewalState(timingOf(served, ari), now) !== 'ok';
      return [
        {
          severity: due ? 'error' : 'warning',
          title: due
            ? `Renewal is due and CAA of ${at.name} does not permit ${issuer.organization}`
            : `CAA of ${at.name} does not permit ${issuer.organization}, which issued the certificate`,
          evidence: [
            evidence('CAA', listed(records.map(caaText), 6)),
            evidence('permitted', permitted.length === 0 ? 'no CA at all' : listed(permitted)),
            evidence('issuer', issuer.organization),
            evidence('its CAA domains', listed(domains, 6)),
            evidence('certificate for', name),
          ],
          reproduce: digCaa(at),
        },
      ];
    }
    return [];
  },
});
