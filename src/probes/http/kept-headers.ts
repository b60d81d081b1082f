/** What a reader or a check needs: about the answer itself, and about who made it. Never Set-Cookie or tokens. */
const kept = new Set([
  'age',
  'allow',
  'alt-svc',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'last-modified',
  'location',
  'proxy-authenticate',
  'proxy-status',
  'refresh',
  'retry-after',
  'server',
  'strict-transport-security',
  'transfer-encoding',
  'upgrade',
  'via',
  'www-authenticate',
  'x-content-type-options',
  'x-generator',
  'x-iinfo',
  'x-powered-by',
  'x-served-by',
  'x-squid-error',
  'x-timer',
  'x-varnish',
]);
/** Families of headers by which proxies and CDNs tell of themselves. */
const families =
  /^(?:akamai-|cf-|cdn-|fastly-|fly-|x-akamai|x-amz-(?:cf|apigw|request)|x-amzn-|x-azure-|x-bunny|x-cache|x-cdn|x-edge|x-envoy-|x-ms-|x-haproxy|x-kong-|x-msedge|x-nf-|x-nginx|x-render-|x-sucuri-|x-traefik|x-vercel-|x-waf)/;

const mostKept = 48;
const longestKept = 512;

export function keptHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => kept.has(name) || families.test(name))
      .slice(0, mostKept)
      .map(([name, value]) => [name, value.slice(0, longestKept)]),
  );
}
