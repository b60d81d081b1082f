/**
 * How far up a diagnosis climbs: `dns` stops after DNS, `certificate` after revocation, `all` goes to the top. `renewal`
 * stops at the certificate and looks at what its authority will look at before it issues the next one.
 */
export type Depth = 'dns' | 'certificate' | 'renewal' | 'all';

/**
 * What is looked at on request only, since it takes long or is loud: `tls`, a scan of versions, ciphers and groups;
 * `path`, a trace and round trips. A probe may also grant itself a wish where the layer below broke.
 */
export const wishes = ['tls', 'path'] as const;
export type Wish = (typeof wishes)[number];

/** As `with:` takes it: one of them, or all; null when nothing is wished for. */
export function wishedText(wished: readonly Wish[]): Wish | 'all' | null {
  return wished.length > 1 ? 'all' : (wished[0] ?? null);
}
