import type { Name } from '../../certificate/certificate.ts';
import type { Fault } from '../../certificate/fault.ts';
import type { SignedBytes } from '../../signatures/verify-bytes.ts';
import type { CrlEntries } from './crl-entries.ts';
import type { DistributionPoint } from './distribution-points.ts';
import type { ReasonMask } from './reason-mask.ts';

/** The facts of one CRL (RFC 5280 §5). The entries stay in its bytes; see `entriesOf`. */
export type Crl = {
  readonly version: 1 | 2;
  readonly issuer: Name;
  readonly thisUpdate: Date;
  /** Null: absent, which RFC 5280 §5.1.2.5 forbids. */
  readonly nextUpdate: Date | null;
  /** CRLNumber (§5.2.3); null: absent or malformed. */
  readonly number: bigint | null;
  /** BaseCRLNumber (§5.2.4): this is a delta CRL; null: it is a complete one. */
  readonly baseNumber: bigint | null;
  /** keyIdentifier of the signer, lower-case hexadecimal. */
  readonly authorityKeyId: string | null;
  /** Issuing distribution point (§5.2.5); null: all certificates of its issuer, for all reasons. */
  readonly scope: CrlScope | null;
  /** Where its delta CRLs stand (§5.2.6). */
  readonly freshest: readonly DistributionPoint[];
  readonly entries: CrlEntries;
  /** Dotted OIDs of critical extensions that this reader does not process; it then says nothing (§5.2). */
  readonly unknownCritical: readonly string[];
  /** The two signature algorithms are one (§5.1.1.2). */
  readonly sameAlgorithms: boolean;
  readonly signed: SignedBytes;
  /** What is wrong with its writing; empty for a clean one. */
  readonly faults: readonly Fault[];
};

export type CrlScope = {
  /** DER of the extension, hexadecimal: a delta CRL must repeat that of its base. */
  readonly raw: string;
  /** Names of the distribution point, to be compared with those of a certificate; null: not limited to one. */
  readonly names: readonly string[] | null;
  /** The URLs among them, as they were written. */
  readonly urls: readonly string[];
  readonly onlyUserCertificates: boolean;
  readonly onlyAuthorities: boolean;
  readonly onlyAttributeCertificates: boolean;
  /** Null: all reasons. */
  readonly reasons: ReasonMask | null;
  readonly indirect: boolean;
};
