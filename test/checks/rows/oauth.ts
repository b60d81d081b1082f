import { parseTarget } from '../../../src/core/target.ts';
import type { OauthFacts } from '../../../src/probes/oauth.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { issuer, keySetOf, metadataOf, oauthFacts } from '../../support/facts/oauth-facts.ts';

const target = parseTarget(`oauth:${issuer}`);
const seen = (changes: Partial<OauthFacts>) => ({ oauth: oauthFacts(changes) });

function withoutMetadata(document: OauthFacts['places'][number]['document']) {
  const url = `${issuer}/.well-known/openid-configuration`;
  return seen({ metadata: null, keySet: null, places: [{ kind: 'openid', url, document, issuer: null }] });
}

const status = { kind: 'status', status: 404, location: null, address: '192.0.2.7:443' } as const;
const curl = 'curl -sv --max-time 10 --resolve';

type Row = Omit<RuleRow, 'target' | 'silentWhen' | 'silent'> &
  Partial<Pick<RuleRow, 'silentWhen' | 'silent'>>;

const written: readonly Row[] = [
  {
    id: 'oauth/discovery',
    when: 'nothing is there',
    facts: withoutMetadata(status),
    title: /no metadata \(404/,
    evidence: ['openid-configuration: answered 404'],
    reproduce: curl,
    severity: 'fatal',
    silentWhen: 'the run ended first',
    silent: withoutMetadata({ kind: 'unreachable', why: 'aborted', message: 'stopped' }),
  },
  {
    id: 'oauth/issuer-mismatch',
    when: 'the scheme differs',
    facts: seen({ metadata: metadataOf({ issuer: issuer.replace('https', 'http'), difference: 'scheme' }) }),
    title: /http instead of https/,
    evidence: [`asked for: ${issuer}`],
    reproduce: curl,
    severity: 'fatal',
  },
  {
    id: 'oauth/metadata',
    when: 'a member is missing',
    facts: seen({ metadata: metadataOf({ missing: ['token_endpoint', 'issuer'] }) }),
    title: /lacks token_endpoint/,
    reproduce: curl,
    severity: 'notice',
  },
  {
    id: 'oauth/endpoints',
    when: 'one is in the clear',
    facts: seen({
      metadata: metadataOf({
        endpoints: [{ name: 'token_endpoint', url: 'http://a.example/', fault: 'not-https' }],
      }),
    }),
    title: /token_endpoint of the issuer is http/,
    reproduce: curl,
    severity: 'error',
  },
  {
    id: 'oauth/jwks',
    when: 'it is not found',
    facts: seen({ keySet: { url: `${issuer}/jwks`, document: status, keys: null } }),
    title: /cannot be had: answered 404/,
    evidence: [`jwks_uri: ${issuer}/jwks`],
    reproduce: curl,
    severity: 'fatal',
    silentWhen: 'there is no metadata to name it',
    silent: withoutMetadata(status),
  },
  {
    id: 'oauth/private-key',
    when: 'a private member is published',
    facts: seen({ keySet: keySetOf({ problems: [{ kind: 'secret', members: ['d'] }] }) }),
    title: /burnt/,
    evidence: ['first: EC with d'],
    reproduce: curl,
    severity: 'fatal',
  },
  {
    id: 'oauth/keys',
    when: 'one is weak and one has an old certificate',
    facts: seen({
      keySet: keySetOf(
        { problems: [{ kind: 'certificate-expired', notAfter: new Date('2020-01-02T03:04:00Z') }] },
        { kid: 'second', problems: [{ kind: 'weak', bits: 1024 }] },
      ),
    }),
    title: /Key second of the issuer has only 1024 bits/,
    evidence: ['Key first: comes with a certificate (x5c) that ended on Thu 2 Jan 2020, 03:04 UTC'],
    reproduce: curl,
    severity: 'error',
  },
];

export const rows: readonly RuleRow[] = written.map((row) => ({
  silentWhen: 'all is in order',
  silent: seen({}),
  ...row,
  target,
}));
