import { notAsked, type ProbeOutcome } from '../core/probe.ts';
import { checkSignature, type SignatureState } from '../oauth/check-signature.ts';
import { type Introspection, type IntrospectionClient, introspect } from '../oauth/introspect.ts';
import { type IssuerDifference, issuerDifference } from '../oauth/issuer.ts';
import type { ReadToken, TokenClaims, TokenHeader } from '../oauth/read-token.ts';
import type { OauthFacts } from './oauth.ts';
import { defineProbe, type ProbeContext } from './probe.ts';

/** One token as a resource server sees it. Never the token, its signature, or a claim about a person. */
export type TokenFacts = {
  readonly form: ReadToken['form'];
  /** What is wrong with its form; null for a signed token that can be read. */
  readonly problem: string | null;
  readonly header: TokenHeader | null;
  readonly claims: TokenClaims | null;
  readonly expected: TokenExpectations;
  /** Between the issuer expected and its own; null: they are the same, or none is expected. */
  readonly issuerDifference: IssuerDifference | 'missing' | null;
  readonly signature: SignatureState;
  /** Where the keys came from, and at which address; null: they were not had. */
  readonly keySet: { readonly url: string; readonly address: string | null } | null;
  readonly introspection: Introspection;
};

/** What the resource server is set up with; null: not told. */
export type TokenExpectations = { readonly issuer: string | null; readonly audience: string | null };

/** Says nothing about a target: its facts are made in a run of /token, from what `oauth` saw of the issuer. */
export const tokenProbe = defineProbe({
  name: 'token',
  layer: 'application',
  rung: { label: 'Token', covers: [], always: false },
  needs: {},
  deadlineMs: 1000,
  notApplicable: () => 'there is no token in this run',
  describe({ form }: TokenFacts) {
    return form;
  },
  async run(): Promise<ProbeOutcome<TokenFacts>> {
    return notAsked('there is no token in this run');
  },
});

export type TokenLook = {
  readonly read: ReadToken;
  readonly expected: TokenExpectations;
  readonly oauth: OauthFacts | null;
  /** Why there are no keys, where there are none; one sentence without a full stop. */
  readonly because: string;
  readonly introspection: Introspection;
};

export async function tokenFacts({
  read,
  expected,
  oauth,
  because,
  introspection,
}: TokenLook): Promise<TokenFacts> {
  const keys = oauth?.keySet?.keys ?? null;
  const document = oauth?.keySet?.document;
  const base = {
    expected,
    introspection,
    keySet:
      oauth?.keySet == null || keys === null
        ? null
        : { url: oauth.keySet.url, address: document?.kind === 'object' ? document.address : null },
  };
  if (read.form !== 'signed') {
    const signature = { kind: 'not-checked', because: read.problem } as const;
    return {
      ...base,
      form: read.form,
      problem: read.problem,
      header: null,
      claims: null,
      issuerDifference: null,
      signature,
    };
  }
  const { header, claims } = read;
  const signature = await checkSignature(read, keys, because);
  const difference = differenceOf(expected.issuer, claims.issuer);
  return { ...base, form: 'signed', problem: null, header, claims, issuerDifference: difference, signature };
}

function differenceOf(wanted: string | null, found: string | null): TokenFacts['issuerDifference'] {
  if (wanted === null) return null;
  return found === null ? 'missing' : issuerDifference(wanted, found);
}

export { type ReadToken, readToken } from '../oauth/read-token.ts';

/** What it takes to ask an issuer about a token. */
export type IssuerWorld = Pick<ProbeContext, 'network' | 'trust'> & {
  /** INTROSPECTION_CLIENTS. */
  readonly introspectionClients: readonly IntrospectionClient[];
};

const introspectionMs = 4000;
const mostIntrospectionBytes = 64 * 1024;

/** Asks only where an administrator has given us a client of exactly that issuer. */
export async function askIssuer(
  read: ReadToken,
  expected: string | null,
  oauth: OauthFacts | null,
  { network, trust, introspectionClients, signal }: IssuerWorld & Pick<ProbeContext, 'signal'>,
): Promise<Introspection> {
  const issuer = expected ?? (read.form === 'signed' ? read.claims.issuer : null);
  const client = introspectionClients.find((one) => one.issuer === issuer);
  if (client === undefined) {
    return { kind: 'not-asked', because: 'INTROSPECTION_CLIENTS has no client of this issuer' };
  }
  if (read.form === 'malformed') return { kind: 'not-asked', because: 'it cannot be read' };
  const endpoint = oauth?.metadata?.endpoints.find(({ name }) => name === 'introspection_endpoint');
  if (endpoint === undefined)
    return { kind: 'not-asked', because: 'the issuer names no introspection endpoint' };
  // A token goes nowhere in the clear, and to no other issuer's host.
  if (endpoint.fault !== null || oauth?.metadata?.difference !== null) {
    return {
      kind: 'not-asked',
      because: 'the introspection endpoint of the issuer is not one to trust a token to',
    };
  }
  return introspect(read.compact, new URL(endpoint.url), client, {
    network,
    secureContext: trust.secureContext,
    known: null,
    maxBytes: mostIntrospectionBytes,
    timeoutMs: introspectionMs,
    signal,
  });
}
