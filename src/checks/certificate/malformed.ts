import { defineCheck } from '../../core/check.ts';
import { cited } from '../../core/cited.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { addressEvidence, certificateName, evidence } from '../evidence.ts';
import { opensslClient } from '../reproduce.ts';
import { type SeenSession, sessionsOf } from '../tls-failures.ts';

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
    const unreadable = found.find(({ readable }) => !readable);
    const told = unreadable ?? first;
    return [
      {
        // Without a readable leaf there is nothing a client could verify.
        severity: unreadable === undefined ? 'warning' : unreadable.position === 0 ? 'fatal' : 'error',
        title: told.readable
          ? `${told.name} is malformed: ${told.problem}`
          : `Certificate ${told.position + 1} of the list cannot be read: ${told.problem}`,
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
  readonly readable: boolean;
  readonly position: number;
};

function problemsIn({ address, session }: SeenSession): readonly Problem[] {
  const read = session.chain.flatMap((certificate, position) =>
    certificate.faults.map((fault) => ({
      address,
      name: certificateName(certificate),
      problem: cited(fault),
      readable: true,
      position,
    })),
  );
  const unread = session.unreadable.map(({ position, problem }) => ({
    address,
    name: `certificate ${position + 1}`,
    problem,
    readable: false,
    position,
  }));
  return [...unread, ...read];
}
