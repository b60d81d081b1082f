/** Where the metadata of an issuer may stand, and by which rule. */
export type MetadataPlace = {
  readonly kind: 'openid' | 'oauth';
  readonly url: URL;
};

/**
 * The well-known places: OpenID Connect Discovery §4.1 puts its suffix behind the path of the issuer, RFC 8414 §3.1
 * puts its own between host and path.
 */
export function metadataPlaces(issuer: URL): readonly MetadataPlace[] {
  const path = issuer.pathname.replace(/\/$/, '');
  const at = (pathname: string): URL => new URL(`${issuer.origin}${pathname}`);
  return [
    { kind: 'openid', url: at(`${path}/.well-known/openid-configuration`) },
    { kind: 'oauth', url: at(`/.well-known/oauth-authorization-server${path}`) },
  ];
}

/** How two issuers that should be one text differ; null: they do not. */
export type IssuerDifference =
  | 'trailing-slash'
  | 'scheme'
  | 'case'
  | 'port'
  | 'host'
  | 'path'
  /** "{tenantid}": one document for many issuers. */
  | 'template'
  | 'not-a-url';

/** RFC 8414 §3.3 and OpenID Connect Discovery §4.3 want them equal, character by character. */
export function issuerDifference(wanted: string, found: string): IssuerDifference | null {
  if (wanted === found) return null;
  if (/[{}]|%7b/i.test(found)) return 'template';
  const one = URL.parse(wanted);
  const other = URL.parse(found);
  if (one === null || other === null) return 'not-a-url';
  if (wanted.replace(/\/$/, '') === found.replace(/\/$/, '')) return 'trailing-slash';
  if (one.hostname !== other.hostname) return 'host';
  if (one.protocol !== other.protocol) return 'scheme';
  if (one.port !== other.port) return 'port';
  if (wanted.toLowerCase() === found.toLowerCase()) return 'case';
  return 'path';
}

/** A target's path cannot say whether the issuer ends in a slash: without a path both spellings are the issuer's. */
export function spellingsOf(issuer: URL): readonly string[] {
  return issuer.pathname === '/' ? [issuer.origin, `${issuer.origin}/`] : [issuer.href];
}
