/** A key whose private half anybody can have. */
export type KnownKey = {
  /** "Superfish Visual Discovery", "KNOWN_KEYS_FILE, line 7". */
  readonly name: string;
  /** Where the private key is to be had, in words. */
  readonly source: string;
};
