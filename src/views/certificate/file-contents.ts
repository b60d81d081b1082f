import { type Block, labelled, text } from '../../core/message.ts';
import { shorten } from '../../core/text/shorten.ts';
import { sizeText } from '../../core/text/size-text.ts';
import { dayText } from '../../core/text/utc-text.ts';
import type { PublicKeyFacts } from '../../pki/certificate/certificate.ts';
import type {
  CertificateRole,
  FileReport,
  KeyMatch,
  ReportedCertificate,
} from '../../pki/report/file-report.ts';
import { certificateLabel } from './label.ts';
import { publicKeyText } from './leaf.ts';

/** With the other columns it stays within 60, which a phone and a split terminal show without wrapping. */
const nameWidth = 22;
const mostRows = 20;
const mostOthers = 5;

/** "PEM text, 3.9 KiB: 3 certificates and a private key (EC P-256)". */
export function insideText(report: FileReport): string {
  const { certificates, privateKeys, publicKeys, requests, revocationLists, others, locked } = report;
  const parts = [
    counted(certificates.length, 'certificate'),
    counted(privateKeys.length, 'private key') + keyKinds(privateKeys.flatMap((key) => key.publicKey ?? [])),
    counted(publicKeys.length, 'public key'),
    counted(requests.length, 'certificate request'),
    counted(revocationLists.length, 'revocation list'),
    counted(locked.length, 'closed part'),
    ...others.slice(0, mostOthers).map(({ described }) => described),
  ].filter((part) => part !== '');
  const lead = `${report.described}, ${sizeText(report.sizeBytes)}`;
  return parts.length === 0 ? lead : `${lead}: ${listed(parts)}`;
}

/** Certificates in the order of the file, with their place in a chain; then keys, requests and lists. */
export function contentBlocks(report: FileReport): readonly Block[] {
  return [
    ...certificateTable(report.certificates),
    ...keyBlocks(report),
    ...report.requests
      .slice(0, mostOthers)
      .map(({ subject, names, publicKey }) =>
        labelled(
          'Request',
          text(`for ${listed([...(names?.dns ?? []), ...(names?.ip ?? [])].slice(0, 20)) || subject.text}`),
          text(`, ${publicKeyText(publicKey)}`),
        ),
      ),
    ...report.revocationLists
      .slice(0, mostOthers)
      .map(({ issuer, entries, thisUpdate, nextUpdate }) =>
        labelled(
          'Revocation list',
          text(`of ${issuer.text}, ${counted(entries, 'entry') || 'no entry'}, of `),
          { kind: 'date', at: thisUpdate, style: 'absolute' },
          ...(nextUpdate === null
            ? []
            : [text(', next '), { kind: 'date', at: nextUpdate, style: 'both' } as const]),
        ),
      ),
  ];
}

function certificateTable(certificates: readonly ReportedCertificate[]): readonly Block[] {
  if (certificates.length === 0) return [];
  const rows = certificates
    .slice(0, mostRows)
    .map(({ certificate, role, daysLeft }, position) => [
      String(position + 1),
      shorten(certificateLabel(certificate), nameWidth),
      roleWords[role],
      dayText(certificate.notAfter),
      daysLeft < 0 ? 'over' : String(daysLeft),
    ]);
  const more = certificates.length - mostRows;
  if (more > 0) rows.push(['', `and ${more} more`, '', '', '']);
  return [{ kind: 'table', columns: ['#', 'certificate', 'role', 'until', 'days'], rows }];
}

const roleWords: Readonly<Record<CertificateRole, string>> = {
  leaf: 'server',
  intermediate: 'intermediate',
  root: 'root',
  stranger: 'stranger',
};

const matchWords: Readonly<Record<KeyMatch, string | null>> = {
  matches: 'belongs to',
  'does-not-match': 'does not belong to',
  locked: 'is closed, so nobody can tell whether it belongs to',
  'no-key': null,
};

function keyBlocks({ chains, certificates, privateKeys }: FileReport): readonly Block[] {
  const matches = chains.flatMap(({ leaf, key }) => {
    const words = matchWords[key];
    const found = certificates[leaf];
    if (words === null || found === undefined) return [];
    return [labelled('Key match', text(`the private key ${words} ${certificateLabel(found.certificate)}`))];
  });
  const unreadable = privateKeys.flatMap(({ problem }) =>
    problem === null ? [] : [labelled('Private key', text(problem))],
  );
  return [...matches.slice(0, mostOthers), ...unreadable.slice(0, mostOthers)];
}

function keyKinds(keys: readonly PublicKeyFacts[]): string {
  const kinds = [...new Set(keys.map(publicKeyText))];
  return kinds.length === 0 ? '' : ` (${listed(kinds.slice(0, 3))})`;
}

function counted(count: number, what: string): string {
  if (count === 0) return '';
  if (count === 1) return `one ${what}`;
  return what.endsWith('y') && !what.endsWith('ey')
    ? `${count} ${what.slice(0, -1)}ies`
    : `${count} ${what}s`;
}

function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
