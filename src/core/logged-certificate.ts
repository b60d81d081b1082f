/** One certificate as a search of transparency logs tells of it: somebody's word, and no proof. */
export type LoggedCertificate = {
  /** Host of the search: "crt.sh". */
  readonly where: string;
  readonly names: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly issuer: string;
  /** Null where the search does not tell it. */
  readonly fingerprint256: string | null;
  readonly keyType: string | null;
};

/** Certificates that hold this name and have not ended. Empty where the search fails: that alone says nothing. */
export type SearchLogs = (name: string, signal: AbortSignal) => Promise<readonly LoggedCertificate[]>;
