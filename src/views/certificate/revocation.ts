import { type Block, date, type Inline, labelled, text } from '../../core/message.ts';
import type { OcspNote } from '../../pki/revocation/ocsp/ocsp-answer.ts';
import type { ServedChain } from '../../probes/chain.ts';
import type {
  CertificateRevocation,
  SourceReport,
  Unchecked,
} from '../../probes/revocation/revocation-facts.ts';
import type { FactsOf } from '../diagnosis/facts.ts';

/** One line of `/cert`: what each source said of the leaf, then of what stands above it. Nothing where nobody looked. */
export function revocationBlocks({ addresses }: ServedChain, factsOf: FactsOf): readonly Block[] {
  const chain = factsOf('revocation')?.chains.find((one) => one.addresses[0] === addresses[0]);
  if (chain === undefined || chain.certificates.length === 0) return [];
  if (chain.certificates.length > 1 && chain.certificates.every(namesNobody)) {
    return [labelled('Revocation', text('not checked: no certificate names a place to ask'))];
  }
  const inlines = chain.certificates.flatMap((one, index) => {
    const name = one.certificate.subject.commonName ?? one.certificate.subject.text;
    return index === 0 ? statusInlines(one) : [text(`; ${name}: `), ...statusInlines(one)];
  });
  return [labelled('Revocation', ...inlines)];
}

function namesNobody({ adopted, reports }: CertificateRevocation): boolean {
  return adopted.status === 'unchecked' && adopted.because === 'no-pointer' && reports.length === 0;
}

function statusInlines({ adopted, reports }: CertificateRevocation): readonly Inline[] {
  switch (adopted.status) {
    case 'revoked':
      return [
        text('revoked on '),
        date(adopted.at, 'absolute'),
        text(` (${adopted.reason ?? 'no reason given'}), says the ${voices[adopted.by]}`),
      ];
    case 'good': {
      const good = reports.filter(({ said }) => said.kind === 'good');
      const others = reports.filter(({ said }) => said.kind !== 'good');
      return [text('good '), ...joined(good.map(byInlines)), ...troubleInlines(others)];
    }
    case 'unchecked':
      return [text(whys[adopted.because]), ...troubleInlines(reports)];
  }
}

/** "by OCSP, until Tue 1 Dec, 14:00 UTC (kept from an earlier look)". */
function byInlines({ source, said, cached }: SourceReport): readonly Inline[] {
  const until = said.kind === 'good' ? said.until : null;
  const notes = said.kind === 'good' ? said.notes.map((note) => noteWords[note]) : [];
  const remarks = [...(cached ? ['kept from an earlier look'] : []), ...notes];
  return [
    text(`by ${sourceNames[source]}`),
    ...(until === null ? [] : [text(', until '), date(until, 'absolute')]),
    text(remarks.length === 0 ? '' : ` (${remarks.join(', ')})`),
  ];
}

function troubleInlines(reports: readonly SourceReport[]): readonly Inline[] {
  if (reports.length === 0) return [];
  const told = reports.map(({ source, said }) => `${sourceNames[source]} ${troubleWords[said.kind]}`);
  return [text(` (${[...new Set(told)].join(', ')})`)];
}

function joined(parts: readonly (readonly Inline[])[]): readonly Inline[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [text(', '), ...part]));
}

/** Who speaks. */
const voices: Readonly<Record<SourceReport['source'], string>> = {
  staple: 'stapled OCSP response',
  ocsp: 'OCSP responder',
  crl: 'CRL',
};

const sourceNames: Readonly<Record<SourceReport['source'], string>> = {
  staple: 'staple',
  ocsp: 'OCSP',
  crl: 'CRL',
};

const noteWords: Readonly<Record<OcspNote, string>> = {
  'no-next-update': 'says not until when',
  'past-next-update': 'past its nextUpdate',
  'produced-in-the-future': 'made in the future, by our clock',
  'signed-with-sha1': 'signed with SHA-1',
  'responder-without-nocheck': 'its responder is not exempt from revocation',
};

const troubleWords: Readonly<Record<SourceReport['said']['kind'], string>> = {
  good: 'says good',
  revoked: 'says revoked',
  unknown: 'does not know it',
  unreachable: 'gave no answer',
  unreadable: 'cannot be read',
  refused: 'proves nothing',
};

const whys: Readonly<Record<Unchecked, string>> = {
  'no-pointer': 'not checked: it names no place to ask',
  'short-lived': 'not checked: it lives too short to need it',
  'no-usable-pointer': 'not checked: the places it names cannot be asked',
  'no-answer': 'not known: nobody gave an answer that counts',
};
