import type { Evidence, Observation, Severity } from '../../../core/finding.ts';
import type {
  CertificateRevocation,
  ChainRevocation,
  RevocationFacts,
  SourceReport,
} from '../../../probes/revocation/revocation-facts.ts';
import { addressEvidence, certificateName, evidence } from '../evidence.ts';

/** One source that said something about one certificate. */
export type Heard<Report extends SourceReport = SourceReport> = {
  readonly chain: ChainRevocation;
  readonly entry: CertificateRevocation;
  readonly report: Report;
};

/** Every report about every certificate once, leafs before what stands above them. */
export function heard(facts: RevocationFacts): readonly Heard[] {
  const all = facts.chains.flatMap((chain) =>
    chain.certificates.flatMap((entry) => entry.reports.map((report) => ({ chain, entry, report }))),
  );
  const distinct = [...Map.groupBy(all, keyOf).values()].flatMap((same) => same.slice(0, 1));
  return distinct.toSorted((one, other) => rank(one) - rank(other));
}

function keyOf({ entry, report }: Heard): string {
  return `${entry.certificate.fingerprint256} ${report.source} ${report.at}`;
}

function rank({ entry }: Heard): number {
  return entry.place === 'leaf' ? 0 : 1;
}

/** What is wrong with one report; null: nothing that this rule tells. */
export type ReportFault = Observation & { readonly title: string };

/**
 * One finding for all reports that have a fault: the first is told, the others named. What is fatal at some addresses
 * only is an `error`.
 */
export function judgeReports(
  facts: RevocationFacts,
  find: (one: Heard) => ReportFault | null,
): readonly Observation[] {
  const faults = heard(facts).flatMap((one) => {
    const fault = find(one);
    return fault === null ? [] : [{ one, fault }];
  });
  const [first, ...others] = faults;
  if (first === undefined) return [];
  const { fault, one } = first;
  const { affected, total } = spread(
    facts,
    faults.map((faulty) => faulty.one),
  );
  const partial = affected.length < total;
  const worst = worstOf(
    faults.flatMap(({ fault: { severity } }) => (severity === undefined ? [] : [severity])),
  );
  const severity = partial && worst === 'fatal' ? 'error' : worst;
  return [
    {
      ...fault,
      title: partial ? `${fault.title} (${affected.length} of ${total} addresses)` : fault.title,
      ...(severity === null ? {} : { severity }),
      evidence: [
        evidence(
          one.entry.place === 'leaf' ? 'certificate' : 'intermediate',
          certificateName(one.entry.certificate),
        ),
        ...fault.evidence,
        addressEvidence(affected),
        ...others.slice(0, 4).map((other) => evidence('also', other.fault.title)),
      ],
    },
  ];
}

/** The addresses that show a fault, of all whose path verifies: by the certificate, or by the staple of their own. */
function spread(
  { chains }: RevocationFacts,
  faulty: readonly Heard[],
): { readonly affected: readonly string[]; readonly total: number } {
  const certificates = new Set(
    faulty.flatMap(({ entry, report }) =>
      report.source === 'staple' ? [] : [entry.certificate.fingerprint256],
    ),
  );
  const sharing = chains
    .filter((chain) =>
      chain.certificates.some(({ certificate }) => certificates.has(certificate.fingerprint256)),
    )
    .flatMap(({ addresses }) => addresses);
  const affected = new Set([...faulty.flatMap(stapledAt), ...sharing]);
  return {
    affected: [...affected],
    total: chains.reduce((sum, { addresses }) => sum + addresses.length, 0),
  };
}

/** The addresses that send this staple; none for another source. */
export function stapledAt({ report }: Heard): readonly string[] {
  return report.source === 'staple' ? report.at.split(', ') : [];
}

const order: readonly Severity[] = ['fatal', 'error', 'warning', 'notice'];

function worstOf(severities: readonly Severity[]): Severity | null {
  return order.find((severity) => severities.includes(severity)) ?? null;
}

/**
 * How much it matters that a source of the authority failed. Clients that soft-fail do not notice, so it is never more
 * than a warning, and a notice where another source answered; a server that has to staple gets nothing to send.
 */
export function sourceSeverity({ entry }: Heard): Severity {
  const staples = entry.reports.filter(({ source }) => source === 'staple');
  if (entry.certificate.mustStaple && staples.length === 0) return 'error';
  return entry.adopted.status === 'unchecked' ? 'warning' : 'notice';
}

export function stapleSeverity({ entry }: Heard): Severity {
  return entry.certificate.mustStaple ? 'error' : 'warning';
}

/** "the certificate api.example.org", "the intermediate R11". */
export function aboutText({ entry }: Heard): string {
  const name = certificateName(entry.certificate);
  return entry.place === 'leaf' ? `the certificate ${name}` : `the intermediate ${name}`;
}

export function sourceEvidence({ report }: Heard): readonly Evidence[] {
  const label = { staple: 'stapled at', ocsp: 'OCSP responder', crl: 'CRL' }[report.source];
  const when = report.cached ? [evidence('seen', 'on an earlier look, and kept')] : [];
  return [evidence(label, report.at), ...when];
}
