import { defineCheck } from '../../core/check.ts';
import type { Severity } from '../../core/finding.ts';
import { cited } from '../../core/text/cited.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { opensslClient } from '../commands/openssl.ts';
import { addressEvidence, certificateName, evidence } from '../reading/evidence.ts';
import { type SeenSession, sessionsOf } from '../reading/tls/failures.ts';

export const malformed = defineCheck({
  id: 'certificate/malformed',
  severity: 'warning',
  blame: 'target',
  title: 'A certificate is malformed',
  explanation:
    'A certificate the server sent breaks the rules of its own format. Tolerant clients read past it and strict ones (Go, newer OpenSSL, some Java) refuse, so it works for some and not for others.',
  fix: 'Have it issued again; the evidence says what is malformed. Home-made issuing scripts are the usual cause. If it cannot be read at all, check that the file on the server is complete and not mixed with something else.',
  citation: 'RFC 5280 §4.1',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    const found = sessionsOf(tls).flatMap(problemsIn);
    const first = found[0];
    if (first === undefined) return [];
    const told = found.toSorted((one, other) => rank(one) - rank(other))[0] ?? first;
    return [
      {
        severity: severityOf(told),
        title: titleOf(told),
        evidence: [
          addressEvidence([...new Set(found.map(({ address }) => address))]),
          ...found.slice(0, 6).map(({ name, problem }) => evidence(name, problem)),
        ],
        reproduce: opensslClient(target, told.address, '-showcerts'),
      },
    ];
  },
});

type Problem = {
  readonly address: string;
  readonly name: string;
  readonly problem: string;
  readonly weight: 'unreadable' | 'fatal' | 'refuse' | 'lint';
  readonly position: number;
};

/** Every verifier, OpenSSL first, refuses a certificate whose dates it cannot read. */
const fatal: ReadonlySet<string> = new Set(['not-before-unreadable', 'not-after-unreadable']);
const weights = ['unreadable', 'fatal', 'refuse', 'lint'] as const;

/** What stops most clients first; among equals the order found. */
function rank({ weight }: Problem): number {
  return weights.indexOf(weight);
}

function severityOf({ weight, position }: Problem): Severity {
  if (weight === 'lint') return 'notice';
  if (weight === 'refuse') return 'warning';
  // Without a readable leaf there is nothing a client could verify.
  return position === 0 ? 'fatal' : 'error';
}

function titleOf({ weight, name, position, problem }: Problem): string {
  if (weight === 'unreadable') return `Certificate ${position + 1} of the list cannot be read: ${problem}`;
  return weight === 'lint'
    ? `${name} is written in a way that no client refuses today: ${problem}`
    : `${name} is malformed: ${problem}`;
}

function problemsIn({ address, session }: SeenSession): readonly Problem[] {
  const read = session.chain.flatMap((certificate, position) =>
    certificate.faults.map(
      (fault): Problem => ({
        address,
        name: certificateName(certificate),
        problem: cited(fault),
        weight: fatal.has(fault.code) ? 'fatal' : fault.weight,
        position,
      }),
    ),
  );
  const unread = session.unreadable.map(
    ({ position, problem }): Problem => ({
      address,
      name: `certificate ${position + 1}`,
      problem,
      weight: 'unreadable',
      position,
    }),
  );
  return [...unread, ...read];
}
