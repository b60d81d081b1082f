import { describe, expect, it } from 'vitest';
import { judgeByRules } from '../../src/bin/limbo/rule-mode.ts';
import { distributionPoints, type ScopeSpec } from '../support/certificates/distribution-points.ts';
import { fixedNow, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { forgeCrl } from '../support/certificates/forge-crl.ts';

const root = forgeRoot();
const url = 'uri:http://crl.example.org/part.crl';

function judge(scope: ScopeSpec, points: readonly string[], host: string | null): string {
  const leaf = forgeLeaf(root, {
    dns: ['site.example.org'],
    extensions: [distributionPoints([{ at: { names: points } }])],
  });
  const { actual_result } = judgeByRules(
    {
      id: 'crl',
      validation_kind: 'SERVER',
      trusted_certs: [root.pem],
      untrusted_intermediates: [],
      peer_certificate: leaf.pem,
      expected_peer_name: host === null ? null : { kind: 'DNS', value: host },
      crls: [forgeCrl(root, { scope }).pem],
    },
    fixedNow,
  );
  return actual_result;
}

const byUrl: ScopeSpec = { at: { names: [url] } };
const byMore: ScopeSpec = { at: { names: [url, 'dns:example.org'] } };

/** BR §7.2.2.1 and §7.1.2.11.2; RFC 5280 allows all of them. */
describe('a CRL that a case hands in for a server of the public web', () => {
  it.each<[string, ScopeSpec, readonly string[], string]>([
    ['by its URL', byUrl, [url], 'SUCCESS'],
    ['by another name beside its URL', byMore, [url], 'FAILURE'],
    ['for other issuers, too', { ...byUrl, indirect: true }, [url], 'FAILURE'],
    ['where the certificate names another place', byUrl, [url, 'dns:example.org'], 'FAILURE'],
  ])('counts %s', (_name, scope, points, expected) => {
    expect(judge(scope, points, 'site.example.org')).toBe(expected);
    expect(judge(scope, points, null)).toBe('SUCCESS');
  });
});
