import type { TokenFacts } from '../../../src/probes/token.ts';
import { now } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { issuer } from '../../support/facts/oauth-facts.ts';

type Claims = NonNullable<TokenFacts['claims']>;
type Header = NonNullable<TokenFacts['header']>;

const at = (minutes: number) => ({ kind: 'at', at: new Date(now.getTime() + minutes * 60_000) }) as const;
const claims: Claims = {
  issuer,
  audiences: ['https://api.example'],
  expires: at(10),
  notBefore: { kind: 'absent' },
  issuedAt: at(-5),
  scopes: [],
  names: ['iss', 'aud', 'exp', 'iat'],
  boundBy: null,
};
const header: Header = { algorithm: 'ES256', kid: 'first', type: 'jwt', critical: [] };

type Changes = Partial<Omit<TokenFacts, 'header' | 'claims'>> & {
  readonly header?: Partial<Header>;
  readonly claims?: Partial<Claims>;
};

function seen(changes: Changes = {}) {
  const token: TokenFacts = {
    form: 'signed',
    problem: null,
    expected: { issuer, audience: 'https://api.example' },
    issuerDifference: null,
    signature: { kind: 'verified', kid: 'first' },
    keySet: { url: `${issuer}/jwks`, address: '192.0.2.7:443' },
    introspection: { kind: 'not-asked', because: 'no client' },
    ...changes,
    header: { ...header, ...changes.header },
    claims: { ...claims, ...changes.claims },
  };
  return { token };
}

const unreadable = (form: 'malformed' | 'opaque' | 'encrypted', problem: string): Changes => ({
  form,
  problem,
});
const curl = 'curl -sv --max-time 10 --resolve';

type Row = Omit<RuleRow, 'silentWhen' | 'silent'> & Partial<Pick<RuleRow, 'silentWhen' | 'silent'>>;

const written: readonly Row[] = [
  {
    id: 'oauth/token-malformed',
    when: 'a part is cut',
    facts: seen(unreadable('malformed', 'the payload (second part) is not JSON: it was cut or changed')),
    title: /cannot be read as a JWT: the payload/,
    reproduce: null,
    severity: 'fatal',
  },
  {
    id: 'oauth/token-malformed',
    when: 'it is opaque',
    facts: seen(unreadable('opaque', 'it is not a JWT')),
    title: /opaque and no JWT/,
    reproduce: null,
    severity: 'error',
    silentWhen: 'the issuer calls it active',
    silent: seen({ ...unreadable('opaque', 'it is not a JWT'), introspection: { kind: 'active' } }),
  },
  {
    id: 'oauth/token-critical',
    when: 'an extension is demanded',
    facts: seen({ header: { critical: ['b64'] } }),
    title: /demands an extension/,
    evidence: ['crit: b64'],
    reproduce: null,
    severity: 'fatal',
  },
  {
    id: 'oauth/token-algorithm',
    when: 'there is no signature',
    facts: seen({ signature: { kind: 'bad-algorithm', why: 'none', keyType: null } }),
    title: /not signed at all/,
    reproduce: curl,
    severity: 'fatal',
  },
  {
    id: 'oauth/token-algorithm',
    when: 'the key is for another one',
    facts: seen({ signature: { kind: 'bad-algorithm', why: 'not-for-key', keyType: 'RS256' } }),
    title: /says ES256, and the key of that name is for RS256/,
    reproduce: curl,
    severity: 'fatal',
  },
  {
    id: 'oauth/token-issuer',
    when: 'it is another environment',
    facts: seen({ issuerDifference: 'host', claims: { issuer: 'https://staging.example' } }),
    title: /another issuer/,
    evidence: [`expected: ${issuer}`, 'iss: https://staging.example'],
    reproduce: null,
    severity: 'fatal',
  },
  {
    id: 'oauth/token-unknown-key',
    when: 'the key was taken out',
    facts: seen({ signature: { kind: 'unknown-key', kid: 'old', known: ['first', 'second'] } }),
    title: /a key that the issuer does not publish/,
    evidence: ['published: first, second'],
    reproduce: curl,
    severity: 'fatal',
  },
  {
    id: 'oauth/token-signature',
    when: 'it was changed',
    facts: seen({ signature: { kind: 'wrong', kid: 'first' } }),
    title: /signature of the token is wrong/,
    reproduce: curl,
    severity: 'fatal',
  },
  {
    id: 'oauth/token-not-yet-valid',
    when: 'nbf lies ahead',
    facts: seen({ claims: { notBefore: at(6) } }),
    title: /valid only in 6 minutes \(nbf\)/,
    reproduce: null,
    severity: 'fatal',
  },
  {
    id: 'oauth/token-not-yet-valid',
    when: 'it was issued in the future',
    facts: seen({ claims: { issuedAt: at(6) } }),
    title: /\(iat\)/,
    reproduce: null,
    severity: 'error',
  },
  {
    id: 'oauth/token-expired',
    when: 'exp has passed',
    facts: seen({ claims: { expires: at(-90) } }),
    title: /expired 90 minutes ago/,
    evidence: ['exp: '],
    reproduce: null,
    severity: 'fatal',
  },
  {
    id: 'oauth/token-audience',
    when: 'it is for another service',
    facts: seen({ claims: { audiences: ['account'] } }),
    title: /meant for another resource server/,
    evidence: ['expected: https://api.example', 'aud: account'],
    reproduce: null,
    severity: 'fatal',
    silentWhen: 'nobody said which one is expected',
    silent: seen({ claims: { audiences: [] }, expected: { issuer: null, audience: null } }),
  },
  {
    id: 'oauth/token-claims',
    when: 'exp counts milliseconds',
    facts: seen({ claims: { expires: { kind: 'wrong', how: 'milliseconds' } } }),
    title: /The claim exp: it counts milliseconds/,
    reproduce: null,
    severity: 'error',
  },
  {
    id: 'oauth/token-claims',
    when: 'a token of the standard type lacks claims',
    facts: seen({ header: { type: 'at+jwt' } }),
    title: /lacks: sub, client_id, jti/,
    reproduce: null,
    severity: 'error',
  },
  {
    id: 'oauth/token-inactive',
    when: 'the issuer says so',
    facts: seen({ introspection: { kind: 'inactive' } }),
    title: /not active/,
    reproduce: null,
    severity: 'fatal',
  },
  {
    id: 'oauth/token-bound',
    when: 'it is bound by DPoP',
    facts: seen({ claims: { boundBy: 'dpop' } }),
    title: /bound to a key/,
    evidence: ['DPoP (jkt)'],
    reproduce: null,
    severity: 'notice',
  },
];

export const rows: readonly RuleRow[] = written.map((row) => ({
  silentWhen: 'it is in order',
  silent: seen(),
  ...row,
}));
