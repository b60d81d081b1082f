import type { Check } from '../core/check.ts';
import type { Diagnosis } from '../core/diagnosis.ts';
import { UserError } from '../core/errors.ts';
import { type Evidence, type Finding, isBad } from '../core/finding.ts';
import type { ProbeResult } from '../core/probe.ts';
import type { Diagnose } from '../core/services.ts';
import { parseTarget, type Target } from '../core/target.ts';
import type { InspectToken, TokenQuestion, TokenReport } from '../core/token-report.ts';
import type { OauthFacts } from '../probes/oauth.ts';
import {
  askIssuer,
  type IssuerWorld,
  type ReadToken,
  readToken,
  type TokenFacts,
  tokenFacts,
  tokenProbe,
} from '../probes/token.ts';
import type { Reaching } from './diagnose.ts';

export type TokenWorld = IssuerWorld & {
  readonly diagnose: Diagnose;
  readonly checks: readonly Check[];
  readonly now: () => Date;
  readonly reaching?: Reaching;
};

/** `InspectToken` bound to its world: the issuer is diagnosed as any target, and its keys judge the token. */
export function createInspectToken(world: TokenWorld): InspectToken {
  return async (question, signal, reach) => {
    const ground = reach === undefined ? null : ((await world.reaching?.(reach)) ?? null);
    const onBehalf = reach === undefined ? {} : { reach };
    const read = readToken(question.token);
    const target = issuerTarget(question, read);
    const diagnosis =
      target === null ? null : await world.diagnose(target, { depth: 'all', signal, ...onBehalf });
    const oauth = diagnosis === null ? null : oauthIn(diagnosis);
    const facts = await tokenFacts({
      read,
      oauth,
      because: whyNoKeys(target, diagnosis),
      expected: { issuer: question.issuer, audience: question.audience },
      introspection: await askIssuer(read, question.issuer, oauth, { ...world, ...ground, signal }),
    });
    return reportOf(facts, diagnosis, world);
  };
}

/** The keys of the issuer that is trusted count; without one those of the issuer the token names. */
function issuerTarget({ issuer }: TokenQuestion, read: ReadToken): Target | null {
  const named = issuer ?? (read.form === 'signed' ? read.claims.issuer : null);
  if (named === null) return null;
  try {
    return parseTarget(`oauth:${named}`);
  } catch (thrown) {
    if (thrown instanceof UserError) return null;
    throw thrown;
  }
}

function whyNoKeys(target: Target | null, diagnosis: Diagnosis | null): string {
  if (target === null) return 'no issuer with an https URL is known to fetch keys from';
  const cause = diagnosis?.rootCause ?? null;
  return cause === null
    ? 'the issuer publishes no keys'
    : `the keys of the issuer could not be had (${cause.id})`;
}

function oauthIn({ results }: Diagnosis): OauthFacts | null {
  const result = results.find(({ probe }) => probe === 'oauth');
  return result?.status === 'ok' ? (result.facts as OauthFacts) : null;
}

function reportOf(facts: TokenFacts, diagnosis: Diagnosis | null, { checks, now }: TokenWorld): TokenReport {
  const result: ProbeResult = {
    probe: tokenProbe.name,
    layer: 'application',
    elapsedMs: 0,
    status: 'ok',
    facts,
  };
  const results = new Map([[tokenProbe.name, result]]);
  // Rules about tokens name no target of their own: the issuer is what there is.
  const target = diagnosis?.target ?? parseTarget('oauth:https://issuer.invalid');
  const findings = checks
    .filter(({ reads }) => reads.includes(tokenProbe.name))
    .flatMap((check) => check.apply(results, { target, now: now() }));
  const rootCause =
    findings.find(({ severity }) => severity === 'fatal') ??
    findings.find(({ severity }) => isBad(severity)) ??
    null;
  return {
    verdict: verdictOf(facts, rootCause),
    rootCause,
    findings,
    shown: shownOf(facts),
    unchecked: uncheckedOf(facts),
    issuer:
      diagnosis === null
        ? null
        : { verdict: diagnosis.verdict, rootCause: diagnosis.rootCause, target: diagnosis.target },
  };
}

function verdictOf(
  { signature, introspection }: TokenFacts,
  rootCause: Finding | null,
): TokenReport['verdict'] {
  if (rootCause !== null) return 'refused';
  return signature.kind === 'verified' || introspection.kind === 'active' ? 'accepted' : 'unsure';
}

function uncheckedOf({ signature, introspection, expected, claims }: TokenFacts): readonly string[] {
  return [
    ...(signature.kind === 'not-checked' ? [`The signature was not checked: ${signature.because}.`] : []),
    ...(introspection.kind === 'not-asked'
      ? [`Whether it was revoked was not asked: ${introspection.because}.`]
      : []),
    ...(introspection.kind === 'failed'
      ? [`Whether it was revoked could not be asked: ${introspection.problem}.`]
      : []),
    ...(expected.audience === null && claims !== null
      ? ['The audience was not compared: audience: says which one is expected.']
      : []),
    ...(expected.issuer === null && claims !== null
      ? [
          claims.issuer === null
            ? 'The token names no issuer: issuer: says which one is trusted.'
            : 'The issuer was taken from the token: issuer: says which one is trusted.',
        ]
      : []),
  ];
}

function shownOf({ header, claims, signature }: TokenFacts): readonly Evidence[] {
  if (header === null || claims === null) return [];
  const dates = { exp: claims.expires, nbf: claims.notBefore, iat: claims.issuedAt };
  const texts: readonly (readonly [string, string | null])[] = [
    ['alg', header.algorithm],
    ['kid', header.kid],
    ['typ', header.type],
    ['iss', claims.issuer],
    ['aud', claims.audiences.length === 0 ? null : claims.audiences.join(', ')],
    ...Object.entries(dates).map(
      ([name, date]) => [name, date.kind === 'at' ? date.at.toISOString() : null] as const,
    ),
    ['scope', claims.scopes.length === 0 ? null : claims.scopes.join(' ')],
    ['signature', signature.kind === 'verified' ? `good, by key ${signature.kid ?? 'without a name'}` : null],
    // Names only: their values tell of a person.
    ['not shown', others(claims.names)],
  ];
  return texts.flatMap(([label, value]) => (value === null ? [] : [{ label, value: value.slice(0, 200) }]));
}

const told = new Set(['iss', 'aud', 'exp', 'nbf', 'iat', 'scope', 'scp']);

function others(names: readonly string[]): string | null {
  const rest = names.filter((name) => !told.has(name));
  return rest.length === 0 ? null : rest.slice(0, 12).join(', ');
}
