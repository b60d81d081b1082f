import type { RenewalState } from '../../core/watch/renewal/renewal.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { Fault } from '../certificate/fault.ts';
import type { ClientVerdict } from '../client/client-verdict.ts';
import type {
  FileFormat,
  FoundPrivateKey,
  FoundPublicKey,
  FoundRequest,
  FoundRevocationList,
  LockedPart,
  OtherPart,
  Placed,
  UnreadablePart,
} from '../files/file-contents.ts';
import type { PathResult } from '../path/path.ts';
import type { PathProblem } from '../path/path-problem.ts';
import type { PathBreach } from '../rules/rule.ts';

/** What there is to say about a file: `reportFile` makes it. Numbers called `position` count `certificates` from 0. */
export type FileReport = {
  readonly format: FileFormat;
  readonly described: string;
  readonly sizeBytes: number;
  /** Name of the trust store the paths were searched in, for every verdict. */
  readonly store: string;
  readonly certificates: readonly ReportedCertificate[];
  /** One for each server certificate in the file; none in a bundle of authorities. */
  readonly chains: readonly ReportedChain[];
  readonly privateKeys: readonly ReportedPrivateKey[];
  readonly publicKeys: readonly FoundPublicKey[];
  readonly requests: readonly FoundRequest[];
  readonly revocationLists: readonly FoundRevocationList[];
  readonly unreadable: readonly UnreadablePart[];
  readonly others: readonly OtherPart[];
  readonly locked: readonly LockedPart[];
  /** Odd things about the container, from `FileContents.problems`. */
  readonly oddities: readonly string[];
  /** What is wrong, worst first. */
  readonly problems: readonly FileProblem[];
  /** A private key stood in it, open or encrypted: if it came through chat it must be considered burnt. */
  readonly privateKeySeen: boolean;
};

/** `stranger`: belongs to no chain that starts in this file. */
export type CertificateRole = 'leaf' | 'intermediate' | 'root' | 'stranger';

export type ReportedCertificate = Placed & {
  readonly certificate: Certificate;
  readonly role: CertificateRole;
  /** Whole days until notAfter, rounded down; negative when it is over. */
  readonly daysLeft: number;
  readonly renewal: RenewalState;
  /** Position of the first of its equals; null for the first one. */
  readonly duplicateOf: number | null;
  /** A private key in this file belongs to it. */
  readonly hasKey: boolean;
};

/** `locked`: there is a key and its public half stayed closed. */
export type KeyMatch = 'matches' | 'does-not-match' | 'locked' | 'no-key';

export type ReportedChain = {
  /** Position of the server's own certificate. */
  readonly leaf: number;
  /** Positions in the order a server sends them: leaf, intermediates, never the root. */
  readonly order: readonly number[];
  /** Whether the file has them in that order already, and the leaf of its only chain first. */
  readonly inOrder: boolean;
  readonly path: PathResult;
  readonly key: KeyMatch;
  readonly publiclyTrusted: boolean;
  /** Rules of the standards that the verifying path breaks. */
  readonly breaches: readonly PathBreach[];
  /** What OpenSSL says of `order`; null: not asked, see `askClients`. */
  readonly clients: ClientVerdict | null;
  /** What a server's certificate file should hold: certificates only, in `order`. */
  readonly pem: string;
};

export type ReportedPrivateKey = FoundPrivateKey & {
  /** Positions of the certificates it belongs to. */
  readonly matches: readonly number[];
  /** Positions in `requests` of those that were made with it. */
  readonly matchesRequests: readonly number[];
};

export type FileProblem =
  | { readonly kind: 'nothing-inside' }
  | { readonly kind: 'locked'; readonly part: LockedPart }
  | { readonly kind: 'unreadable'; readonly part: UnreadablePart }
  /** Why no path leads from this leaf to a trust anchor. */
  | { readonly kind: 'path'; readonly leaf: number; readonly problem: PathProblem }
  | { readonly kind: 'expired'; readonly position: number }
  | { readonly kind: 'not-yet-valid'; readonly position: number }
  | { readonly kind: 'key-mismatch'; readonly leaf: number }
  | { readonly kind: 'weak-key'; readonly position: number }
  | { readonly kind: 'weak-signature'; readonly position: number }
  /** Those of its faults for which a strict validator refuses it. */
  | { readonly kind: 'malformed'; readonly position: number; readonly faults: readonly Fault[] }
  | { readonly kind: 'wrong-order'; readonly leaf: number }
  | { readonly kind: 'stranger'; readonly position: number }
  | { readonly kind: 'duplicate'; readonly position: number; readonly of: number }
  | { readonly kind: 'root-included'; readonly leaf: number; readonly position: number }
  | { readonly kind: 'request-signature'; readonly request: number };
