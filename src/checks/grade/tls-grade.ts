import type { Finding } from '../../core/finding.ts';
import { type TlsDeduction, type TlsGrade, type TlsLetter, tlsLetters } from '../../core/tls-grade.ts';
import type { ScannedAddress, TlsScanFacts } from '../../probes/tls-scan.ts';
import { addressOf } from '../commands/place.ts';
import { spokenIn } from '../reading/tls/scans.ts';
import { exchangeRules } from './exchange-rules.ts';
import type { GradeRule } from './grade-rule.ts';
import { sessionRules } from './session-rules.ts';
import { suiteRules } from './suite-rules.ts';
import { versionRules } from './version-rules.ts';

/** All that can be deducted, by what it is about; docs/tls-grade.md lists them. */
export const gradeRules: readonly GradeRule[] = [
  ...versionRules,
  ...suiteRules,
  ...exchangeRules,
  ...sessionRules,
];

/**
 * The grade of each scanned address: A+ unless something caps it, and the lowest cap counts. A certificate that clients
 * refuse makes every setting pointless: a fatal finding about it caps at F.
 */
export function gradesOf({ addresses }: TlsScanFacts, findings: readonly Finding[]): readonly TlsGrade[] {
  return addresses.map((scan) => gradeOf(scan, findings));
}

export function gradeOf(scan: ScannedAddress, findings: readonly Finding[] = []): TlsGrade {
  const address = addressOf(scan.address);
  const provisional = !scan.complete;
  if (spokenIn(scan).length === 0) return { address, letter: null, deductions: [], provisional };
  const deductions = [...refusals(findings), ...gradeRules.flatMap((rule) => deductionOf(rule, scan))];
  const worstFirst = deductions.toSorted((one, other) => rank(other.cap) - rank(one.cap));
  return { address, letter: worstFirst[0]?.cap ?? 'A+', deductions: worstFirst, provisional };
}

function deductionOf({ sees, ...rule }: GradeRule, scan: ScannedAddress): readonly TlsDeduction[] {
  const seen = sees(scan);
  return seen === null ? [] : [{ ...rule, seen }];
}

/** The layers in which a client decides whether it trusts what TLS protects. */
const trusted = new Set(['certificate', 'chain', 'revocation']);

function refusals(findings: readonly Finding[]): readonly TlsDeduction[] {
  return findings
    .filter(({ severity, layer }) => severity === 'fatal' && trusted.has(layer))
    .map(({ id, title, fix, citation }) => ({
      id: 'certificate-refused',
      cap: 'F',
      title,
      seen: id,
      reason: 'Clients refuse the certificate, whatever protects the connection.',
      fix,
      citation,
      finding: id,
    }));
}

function rank(letter: TlsLetter): number {
  return tlsLetters.indexOf(letter);
}
