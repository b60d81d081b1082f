import { isIP } from 'node:net';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import { parseCertificate } from '../../pki/certificate/parse-certificate.ts';
import { readPem } from '../../pki/files/pem/pem.ts';
import { plainName } from '../../pki/names/plain-name.ts';
import { anchorsOf } from '../../pki/path/anchors.ts';
import type { PathProblem } from '../../pki/path/path-problem.ts';
import { type Refusal, type ValidationQuestion, validate, type WantedName } from '../../pki/path/validate.ts';
import { anyPolicyInputs } from '../../pki/policies/policy-graph.ts';
import type { Standard } from '../../pki/rules/rule.ts';
import { readable } from './certificates.ts';
import { revocationByCrls } from './crls.ts';
import type { LimboCase, LimboName, LimboResult } from './suite.ts';

/** By RFC 5280, certificate policies included, and for servers of the public web by the Baseline Requirements as well. */
export function judgeByRules(limboCase: LimboCase, clock: Date): LimboResult {
  const { id } = limboCase;
  const [der] = readPem(limboCase.peer_certificate);
  const leaf = parseCertificate(der ?? new Uint8Array());
  if ('unreadable' in leaf) return { id, actual_result: 'FAILURE', context: `peer: ${leaf.unreadable}` };
  const now = limboCase.validation_time == null ? clock : new Date(limboCase.validation_time);
  const names = wantedNames(limboCase);
  const standards = standardsFor(names, leaf);
  const revocation = revocationByCrls(limboCase, now, standards);
  const question: Omit<ValidationQuestion, 'purpose'> = {
    leaf,
    sent: readable(limboCase.untrusted_intermediates),
    store: anchorsOf(readable(limboCase.trusted_certs)),
    now,
    names,
    keyUsage: (limboCase.key_usage ?? []).map((use) =>
      use === 'contentCommitment' ? 'nonRepudiation' : use,
    ),
    signatureAlgorithms: (limboCase.signature_algorithms ?? []).map(algorithmName),
    strictness: {
      standards,
      policies: anyPolicyInputs,
      ...(revocation === null ? {} : { revocation }),
      // Without a server that is asked for, the keys of old test suites are judged by the RFC, which names no size.
      leastStrengthBits: names.length === 0 ? 80 : 112,
      mostIntermediates: limboCase.max_chain_depth ?? null,
    },
  };
  // Of several purposes one is enough, as in the verifiers that take a list.
  const answers = purposesOf(limboCase).map((purpose) => validate({ ...question, purpose }));
  const answer = answers.find(({ valid }) => valid) ?? answers[0];
  if (answer === undefined) throw new Error('a case asks for at least one purpose');
  if (!answer.valid) return { id, actual_result: 'FAILURE', context: refusalText(answer.refusal) };
  return { id, actual_result: 'SUCCESS', context: null };
}

function wantedNames({
  expected_peer_name: one,
  expected_peer_names: more,
}: LimboCase): readonly WantedName[] {
  return [...(one == null ? [] : [one]), ...(more ?? [])].map(wantedName);
}

function wantedName({ kind, value }: LimboName): WantedName {
  if (kind === 'RFC822') return { kind: 'email', value };
  const family = isIP(value);
  if (family === 4) return { kind: 'ipv4', value };
  return family === 6 ? { kind: 'ipv6', value } : { kind: 'name', value: plainName(value) };
}

/** Null where nothing says what the certificate is for. */
function purposesOf({
  extended_key_usage: wanted,
  validation_kind: kind,
  expected_peer_name: name,
}: LimboCase): readonly (string | null)[] {
  if (wanted != null && wanted.length > 0) return wanted.slice(0, mostPurposes);
  if (kind === 'SERVER') return [name == null ? null : 'serverAuth'];
  return ['clientAuth'];
}

const mostPurposes = 8;

/**
 * The Baseline Requirements bind certificates of servers that strangers reach. A name that never leaves the machine
 * (RFC 6761 §6.3, RFC 1122 §3.2.1.3 g) has none from a public CA, and a case without a name asks for a path only. Nor
 * does a public CA certify ML-DSA keys yet: such a chain is held against RFC 5280 and RFC 9881.
 */
function standardsFor(
  names: readonly WantedName[],
  { publicKey: { type } }: Certificate,
): readonly Standard[] {
  const server = names.some(({ kind }) => kind !== 'email');
  return server && !names.some(isOwnMachine) && !type.startsWith('ml-dsa-')
    ? ['rfc5280', 'baseline']
    : ['rfc5280'];
}

function isOwnMachine({ kind, value }: WantedName): boolean {
  switch (kind) {
    case 'name':
      return value === 'localhost' || value.endsWith('.localhost');
    case 'ipv4':
      return value.startsWith('127.');
    case 'ipv6':
      return value === '::1';
    case 'email':
      return false;
  }
}

/** RSA_WITH_SHA256 as limbo writes it. */
function algorithmName(limboName: string): string {
  const [, key = limboName, hash = ''] = /^(RSA|ECDSA|DSA)_WITH_(.+)$/.exec(limboName) ?? [];
  switch (key) {
    case 'RSA':
      return `${hash.toLowerCase()}WithRSAEncryption`;
    case 'ECDSA':
      return `ecdsa-with-${hash}`;
    case 'DSA':
      return `dsa-with-${hash.toLowerCase()}`;
    default:
      return key === 'RSASSA_PSS'
        ? 'RSASSA-PSS'
        : key === 'ED25519'
          ? 'Ed25519'
          : key === 'ED448'
            ? 'Ed448'
            : key;
  }
}

function refusalText(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'path':
      return problemText(refusal.problem);
    case 'name':
      return `name: the leaf is not for ${refusal.wanted.value}`;
    case 'signature-algorithm':
      return `signature-algorithm: ${nameOf(refusal.of)} is signed with ${refusal.of.signature.algorithm}`;
    default:
      return refusal.kind;
  }
}

function problemText(problem: PathProblem): string {
  switch (problem.kind) {
    case 'rule': {
      const { breach, detail, rule } = problem;
      if (breach !== undefined) {
        return `${breach.rule} (${breach.citation}): ${breach.sentence} at ${nameOf(problem.at)}`;
      }
      return `${rule} at ${nameOf(problem.at)}${detail === undefined ? '' : `: ${detail}`}`;
    }
    case 'issuer-missing':
      return `issuer-missing: of ${nameOf(problem.of)}`;
    case 'wrong-issuer-key':
    case 'bad-signature':
      return `${problem.kind}: ${nameOf(problem.of)} by ${nameOf(problem.issuer)}`;
    case 'untrusted-root':
      return `untrusted-root: ${nameOf(problem.root)}`;
    case 'self-signed':
      return 'self-signed';
  }
}

function nameOf({ subject, names }: Certificate): string {
  return JSON.stringify((subject.text || (names?.dns[0] ?? '')).slice(0, 120));
}
