import type { HopSignature } from './signature.ts';

const body = 'body';

/** Web servers, which are proxies as well, and forward proxies. */
export const serverSignatures: readonly HopSignature[] = [
  {
    name: 'Varnish',
    kind: 'server',
    made: [[body, /Guru Meditation:|<p>Varnish cache server<\/p>/]],
    passed: [
      ['x-varnish', /./],
      ['via', /varnish/i],
    ],
    look: 'varnishlog at this XID (FetchError), and the backend probes (varnishadm backend.list)',
    source: 'varnish-cache.org/docs/trunk/users-guide/troubleshooting.html',
  },
  {
    name: 'Squid',
    kind: 'forward-proxy',
    made: [
      ['x-squid-error', /./],
      ['server', /^squid/i],
      [body, /Generated .{1,80} \(squid/],
    ],
    passed: [['via', /\(squid/i]],
    look: 'the access log of that proxy: it stands between this machine and the server, or in place of the server',
    source: 'wiki.squid-cache.org/SquidFaq/SquidLogs',
  },
  {
    name: 'Caddy',
    kind: 'server',
    made: [],
    passed: [
      ['server', /^Caddy/i],
      ['via', /\bCaddy\b/],
    ],
    look: 'its error log (http.log.error): "dial tcp", "no upstreams available"',
    source: 'caddyserver.com/docs/caddyfile/directives/reverse_proxy',
  },
  {
    name: 'Apache httpd as a proxy',
    kind: 'server',
    made: [
      [
        body,
        /The proxy server (?:received an invalid|could not handle the request)|Error reading from remote server/,
      ],
    ],
    passed: [],
    look: 'its error log (AH01102, AH00957, AH01114) and ProxyPass',
    source: 'httpd.apache.org/docs/2.4/mod/mod_proxy.html',
  },
  {
    name: 'Apache httpd',
    kind: 'server',
    made: [[body, /<address>Apache\/?.{0,80} Server at /]],
    passed: [['server', /^Apache/i]],
    look: 'its error log',
    source: 'httpd.apache.org/docs/2.4/mod/core.html#serversignature',
  },
  {
    name: 'OpenResty',
    kind: 'server',
    made: [[body, /<center>openresty/]],
    passed: [['server', /^openresty/i]],
    look: 'its error log ("upstream", "connect() failed", "no live upstreams")',
    source: 'openresty.org',
  },
  {
    name: 'nginx',
    kind: 'server',
    made: [[body, /<center>nginx/]],
    passed: [['server', /^nginx/i]],
    look: 'its error log ("connect() failed", "upstream timed out", "no live upstreams", "upstream sent too big header")',
    source: 'nginx.org/en/docs/http/ngx_http_proxy_module.html',
  },
  {
    name: 'Microsoft IIS',
    kind: 'server',
    made: [[body, /<h2>(?:Service Unavailable|Bad Request.{0,60})<\/h2>\s*<hr><p>HTTP Error \d+/]],
    passed: [['server', /^Microsoft-(?:IIS|HTTPAPI)/i]],
    look: 'the application pool (stopped, or stopped by failures) and the HTTPERR log of http.sys',
    source:
      'learn.microsoft.com/troubleshoot/developer/webapps/aspnet/site-behavior-performance/error-logging-http-apis',
  },
];
