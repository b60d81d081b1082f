import { offeredLimits } from '../../core/files/offered-file.ts';
import { visibleLine } from '../../core/text/visible-text.ts';
import type { TlsGrade } from '../../core/tls-grade.ts';
import type { ScannedAddress } from '../../probes/tls-scan.ts';
import { featureLines } from './features.ts';
import { bitsText, exchangeText, groupsText, keyText } from './tables.ts';

/** The whole scan of one address as plain text: for the file under an answer. */
export function scanText(address: string, scan: ScannedAddress, grade: TlsGrade | null): string {
  const lines = [
    `TLS scan of ${address}`,
    ...(grade === null ? [] : gradeLines(grade)),
    ...scan.versions.flatMap(versionLines),
    ...groupLines(scan),
    ...scan.certificates.map(
      (leaf) =>
        `certificate (${leaf.askedFor ?? ''}): ${leaf.label}, ${keyText(leaf)}, ${leaf.signature}, SHA-256 ${leaf.fingerprint256}`,
    ),
    '',
    ...featureLines(scan).map(({ label, value }) => `${label}: ${value}`),
    '',
    `${scan.connections} connections in ${scan.elapsedMs} ms${scan.complete ? '' : '; not everything could be seen'}`,
  ];
  // Names of a certificate and of authorities come from the server.
  return lines.map(visibleLine).join('\n').slice(0, offeredLimits.text);
}

function gradeLines({ letter, deductions }: TlsGrade): readonly string[] {
  return [
    `grade: ${letter ?? 'none'}`,
    ...deductions.map(
      ({ cap, title, seen, reason, fix, citation }) =>
        `  at most ${cap}: ${title} (${seen}). ${reason} Fix: ${fix} [${citation}]`,
    ),
    '',
  ];
}

function versionLines({ name, outcome, why, suites, decider, complete }: ScannedAddress['versions'][number]) {
  if (outcome !== 'spoken') return [`${name}: ${outcome}${why === null ? '' : ` (${why})`}`];
  const order =
    decider === 'server' ? 'in the order of the server' : decider === 'client' ? 'the client decides' : '';
  return [
    `${name}: ${suites.length} suites${complete ? '' : ' or more'}${order === '' ? '' : `, ${order}`}`,
    ...suites.map(
      (suite) =>
        `  ${suite.code.toString(16).padStart(4, '0')} ${suite.name} ${suite.openssl ?? '-'} ${exchangeText(suite)} ${bitsText(suite)}`,
    ),
  ];
}

function groupLines({ modernGroups, olderGroups, diffieHellman }: ScannedAddress): readonly string[] {
  return [
    '',
    ...(modernGroups === null ? [] : [`groups of TLS 1.3: ${groupsText(modernGroups)}`]),
    ...(olderGroups === null ? [] : [`curves before: ${groupsText(olderGroups)}`]),
    ...diffieHellman.map(
      ({ bits, origin, suites }) =>
        `Diffie-Hellman: ${bits} bits, ${origin ?? 'a prime of its own'}, in ${suites.join(' ')}`,
    ),
    '',
  ];
}
