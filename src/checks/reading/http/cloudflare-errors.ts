/** The 1xxx codes of Cloudflare that stand behind a 530, 403, 409 or 429: what each means and what to do. */
const errors: Readonly<Record<number, readonly [meaning: string, fix: string]>> = {
  1000: [
    'DNS points at an address that Cloudflare itself owns',
    'Put the address of the origin into the DNS record.',
  ],
  1001: [
    'Cloudflare cannot resolve the name',
    'Activate the zone, or correct the CNAME that leads to Cloudflare.',
  ],
  1002: [
    'DNS points at an address that is not allowed',
    'Put the public address of the origin into the DNS record.',
  ],
  1003: [
    'the address was asked for without a name',
    'Ask for the name of the site, not for an address of Cloudflare.',
  ],
  1006: ['this client address is banned', 'Remove the address of this client from the IP access rules.'],
  1009: [
    'the country of this client is banned',
    'Check the country rules, and whether this vantage should be exempt.',
  ],
  1010: ['the signature of this client is banned', 'Exempt this client from the browser integrity check.'],
  1013: [
    'the SNI and the Host header name different sites',
    'Send the same name in both; look for a proxy that rewrites one.',
  ],
  1014: [
    'a CNAME leads into the zone of another account',
    'Use Cloudflare for SaaS (custom hostnames), or DNS only.',
  ],
  1015: [
    'this client is limited by rate',
    'Raise the limit of the rate limiting rule, or exempt this client.',
  ],
  1016: [
    'the name of the origin does not resolve',
    'Correct the origin in the DNS settings: its CNAME leads nowhere.',
  ],
  1018: ['Cloudflare does not know the host', 'Activate the zone, and check the name of the route.'],
  1020: ['a firewall rule denies access', 'Find the rule in the security events at this Ray ID.'],
  1033: [
    'the tunnel to the origin is not connected',
    'Start cloudflared at the origin, and look at its log.',
  ],
  1101: ['the Worker threw an exception', 'Read the log of the Worker (wrangler tail).'],
  1102: [
    'the Worker used more than its limit of CPU or memory',
    'Make the Worker cheaper, or raise its limit.',
  ],
};

export type CloudflareError = { readonly code: number; readonly meaning: string; readonly fix: string };

/** The code in an error page of Cloudflare ("error code: 1016"); null when there is none. */
export function cloudflareError(text: string | null): CloudflareError | null {
  const code = Number(
    /(?:error code:?\s*|cf-error-code">\s*|Error\s+)(1\d{3})\b/i.exec(text ?? '')?.[1] ?? 0,
  );
  if (code === 0) return null;
  const [meaning, fix] = errors[code] ?? [
    'Cloudflare refuses the request itself',
    'Look the code up in the documentation of Cloudflare.',
  ];
  return { code, meaning, fix };
}
