/** The schemes a WWW-Authenticate or Proxy-Authenticate header offers (RFC 9110 §11.6.1): "Basic", "Bearer", ... */
export function challengeSchemes(header: string | undefined): readonly string[] {
  const elements = (header ?? '').match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
  const schemes = elements.flatMap((element) => {
    const scheme = /^\s*([!#$%&'*+.^`|~\w-]+)(?=\s+[^\s=]|\s*$)/.exec(element)?.[1];
    return scheme === undefined ? [] : [scheme];
  });
  return [...new Set(schemes)].slice(0, 8);
}
