import type { Certificate } from '../certificate/certificate.ts';
import { embeddedScts, noScts, type SctSource, stapledScts } from './delivered-scts.ts';
import type { LogList } from './log-list.ts';
import { readSctList, type SctList } from './sct.ts';
import { judgeSct, type SctVerdict } from './sct-verdict.ts';
import { precertEntry, type SignedEntry, x509Entry } from './signed-entry.ts';

export type Delivered = {
  readonly leaf: Certificate;
  /** Whose key signed the leaf. */
  readonly issuer: Certificate;
  /** DER of the OCSP responses stapled to it; each different one once. */
  readonly stapled: readonly Uint8Array[];
  /** SignedCertificateTimestampList of the TLS extension; null when none came or nobody asked. */
  readonly tls: Uint8Array | null;
};

/** Every SCT that came with a certificate, by any of the three ways, with what it is worth. */
export function judgeScts(delivered: Delivered, list: LogList, now: Date): readonly SctVerdict[] {
  const { leaf, issuer, stapled, tls } = delivered;
  const judge = (source: SctSource, { scts, problems }: SctList, entryOf: () => SignedEntry) => {
    if (scts.length + problems.length === 0) return [];
    const entry = entryOf();
    return [
      ...scts.map((sct) => judgeSct(sct, { source, leaf, entry, list, now })),
      ...problems.map((detail) => malformed(source, detail)),
    ];
  };
  return [
    ...judge('certificate', embeddedScts(leaf), () => precertEntry(leaf, issuer)),
    ...judge('tls', tls === null ? noScts : readSctList(tls), () => x509Entry(leaf)),
    ...stapled.flatMap((response) => judge('ocsp', stapledScts(response, leaf), () => x509Entry(leaf))),
  ];
}

function malformed(source: SctSource, detail: string): SctVerdict {
  return { source, logId: null, log: null, timestamp: null, fault: { kind: 'malformed', detail } };
}
