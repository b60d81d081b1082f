export type HostsFile = {
  /** Its path, for the answer: "/etc/hosts". */
  readonly path: string;
  /** Addresses of a name (lower case), in file order; empty when it is not listed. Reads the file afresh when it changed. */
  lookup(name: string): Promise<readonly string[]>;
};
