/** Whether a certificate is for a host (RFC 9525 §6.3), and if not, which mistake it is. */
export type NameMatch =
  | { readonly matches: true; readonly by: string }
  | {
      readonly matches: false;
      readonly mistake: NameMistake;
      /** The SAN entry that comes closest; null when there is none. */
      readonly nearest: string | null;
    };

export type NameMistake =
  /** No SAN extension; the CN may or may not match, nobody looks at it any more. */
  | 'no-san'
  /** The certificate has the bare domain and the host is its www. */
  | 'www-missing'
  /** The certificate has www and the host is the bare domain. */
  | 'only-www'
  /** `*.example.org` for `a.b.example.org`. */
  | 'wildcard-depth'
  /** `*.example.org` for `example.org`. */
  | 'wildcard-bare'
  /** The host is an address and the SAN holds it as a dNSName. */
  | 'ip-as-dns'
  /** The host is an address that stands in the CN only. */
  | 'ip-in-cn'
  /** The host is an address and the certificate is for names. */
  | 'ip-not-covered'
  /** Same registered domain, another label. */
  | 'sibling'
  | 'other';
