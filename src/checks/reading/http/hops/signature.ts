/** What one hop on the way leaves behind: a header (lower case) or a passage of the body of an error. */
export type Mark = readonly [where: string, is: RegExp];

export type HopSignature = {
  readonly name: string;
  readonly kind: 'cdn' | 'balancer' | 'gateway' | 'platform' | 'firewall' | 'server' | 'forward-proxy';
  /** One of these: it made the answer itself. `body` stands for the text of an error. */
  readonly made: readonly Mark[];
  /** One of these: the answer came through it. */
  readonly passed: readonly Mark[];
  /** Where its operator looks. */
  readonly look: string;
  /** Where the marks are documented. */
  readonly source: string;
};
