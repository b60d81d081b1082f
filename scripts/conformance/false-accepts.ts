/** Why rule mode accepts what the core suite wants refused. The first four contradict another case of the suite. */
export const falseAcceptReasons: Readonly<Record<string, string>> = {
  'webpki::ca-as-leaf':
    '`rfc5280::ca-as-leaf` is the same chain and must pass: RFC 5280 lets a CA certificate end a path',
  'webpki::eku::ee-without-eku':
    '`rfc5280::eku::ee-without-eku` is the same chain and must pass; the breach is told and not refused',
  'rfc5280::nc::permitted-dns-match-noncritical':
    '`webpki::nc::permitted-dns-match-noncritical` is the same chain and must pass: BR 7.1.2.5.2 lets it be non-critical',
  'rfc5280::aki::cross-signed-root-missing-aki':
    '`cve::cve-2024-0567` has such an anchor and must pass; nobody looks above a trust anchor (RFC 5280 §6.1.1 d)',
  'webpki::cn::not-in-san':
    'told and not refused: valid cases of the suite (`webpki::san::leftmost-wildcard-san` and others) break the same rule',
  'webpki::cn::punycode-not-in-san':
    'told and not refused: valid cases of the suite (`webpki::san::leftmost-wildcard-san` and others) break the same rule',
  'webpki::san::public-suffix-private-namespace-wildcard-san':
    'BR 3.2.2.6 means registries; a private suffix belongs to somebody, and `online::s3.amazonaws.com` must pass',
};
