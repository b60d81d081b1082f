import { productStatuses, type StatusPage } from './statuses-of-products.ts';

const backend =
  'Look at what stands behind the web server: is it running, does its health check pass, does the proxy know its right address and port';

const pages: Readonly<Record<number, StatusPage>> = {
  400: {
    meaning: 'it does not understand the request',
    fix: 'Check that scheme and port fit together (plain HTTP to an HTTPS port gives 400), that the host name is configured, and whether a client certificate is wanted.',
  },
  401: {
    meaning: 'it wants a login',
    fix: 'Nothing to do if the service is meant to want one: it is up. The www-authenticate header says which kind.',
  },
  403: {
    meaning: 'it does not let this client in',
    fix: 'Check permissions of the path, allow-lists and the web application firewall. Nothing to do if the bare path is meant to be closed.',
  },
  404: {
    meaning: 'there is nothing at this path',
    fix: 'Check the path in the target; many APIs have nothing at "/". If the page should exist, check routing and the document root.',
  },
  405: {
    meaning: 'it does not take GET at this path',
    fix: 'Nothing to do if the path only takes POST: the service is up. Otherwise watch a path that answers GET.',
  },
  406: {
    meaning: 'it has nothing in a form the client accepts',
    fix: 'Watch a path that serves HTML, JSON or anything at all without a special Accept header.',
  },
  407: {
    meaning: 'a proxy wants a login',
    fix: 'Only a forward proxy answers like this. Check that DNS and address lead to the web server and not to a proxy.',
  },
  408: {
    meaning: 'it waited too long for the request',
    fix: 'Look for a load balancer in front that holds requests back, and at the request timeout of the server.',
  },
  409: {
    meaning: 'the request does not fit the state of what is asked for',
    fix: 'Read the body of the answer. On a plain GET it usually comes from a CDN whose DNS entry is wrong (Cloudflare error 1001), or from a lock left behind.',
  },
  410: {
    meaning: 'what was at this path is gone for good',
    fix: 'Watch another path, or restore the page if it was removed by mistake.',
  },
  415: {
    meaning: 'it wants a content type that a GET does not have',
    fix: 'Nothing to do if the path only takes POST with a body: the service is up. Otherwise watch another path.',
  },
  421: {
    meaning: 'the request reached a server that does not serve this name',
    fix: 'Add the name to the site that answers here, and keep names of different sites on different certificates or addresses: HTTP/2 clients reuse connections between names of one certificate.',
  },
  422: {
    meaning: 'it understands the request and refuses its content',
    fix: 'Nothing to do if the path wants parameters: the service is up. Otherwise watch a path that answers a plain GET.',
  },
  423: {
    meaning: 'what is asked for is locked',
    fix: 'Look for a lock that was left behind (WebDAV, storage), and release it.',
  },
  425: {
    meaning: 'it does not want to answer what may be a replay (TLS early data)',
    fix: 'No early data was sent from here: a proxy in front marks requests with "Early-Data: 1". Switch 0-RTT off there (nginx: ssl_early_data off), or let the application take it for GET.',
  },
  426: {
    meaning: 'it wants another protocol, such as WebSocket',
    fix: 'Nothing to do for a WebSocket endpoint. Otherwise watch a path that serves HTTP.',
  },
  428: {
    meaning: 'it only takes conditional requests',
    fix: 'Nothing to do if the path is meant for updates: the service is up. Otherwise watch another path.',
  },
  429: {
    meaning: 'too many requests, it asks this client to slow down',
    fix: 'Wait as long as Retry-After says. If ordinary clients are hit too, raise the limit (nginx: limit_req; cloud: WAF rate rules), and exempt this Notafter by address.',
  },
  431: {
    meaning: 'the request headers are too large for it',
    fix: 'Raise the limit (nginx: large_client_header_buffers; Apache: LimitRequestFieldSize), or look for a proxy in front that adds headers.',
  },
  451: {
    meaning: 'the content is blocked for legal reasons',
    fix: 'Check from another country whether it is blocked only for the address of this Notafter.',
  },
  500: {
    meaning: 'the application failed',
    fix: 'Read the error log of the application for this request: an exception, a missing setting, a database that refuses.',
  },
  501: {
    meaning: 'it does not implement the request',
    fix: 'The server does not know GET here: check that the right service answers on this port.',
  },
  502: {
    meaning: 'the proxy got no proper answer from what stands behind it',
    fix: `${backend}? A crash or a plain-HTTP proxy in front of an HTTPS backend (or the reverse) gives exactly this.`,
  },
  503: {
    meaning: 'the service is not available now',
    fix: `${backend}? Every backend down, a maintenance mode left on, or a full queue give exactly this.`,
  },
  504: {
    meaning: 'what stands behind the proxy did not answer in time',
    fix: `${backend}? It is reached and too slow: look at its workers and its database; a dropped connection between proxy and backend looks the same.`,
  },
  505: {
    meaning: 'it does not take this version of HTTP',
    fix: 'It was asked by HTTP/1.1: look for a service behind it that only speaks HTTP/1.0 or HTTP/2 (gRPC), and for a blank inside the request line that a proxy adds.',
  },
  506: {
    meaning: 'its content negotiation leads to itself',
    fix: 'Correct the variants (Apache: MultiViews, type maps).',
  },
  507: {
    meaning: 'it has no room left to store what it needs',
    fix: 'Free or add disk space on the server (df -h, df -i), and look for logs and caches that grow.',
  },
  508: {
    meaning: 'the request goes round in a circle inside the server',
    fix: 'Look for a proxy that passes to itself (its own name in proxy_pass or in an upstream), or for a WebDAV binding that holds itself. On shared hosting it means that a limit of processes is used up.',
  },
  510: {
    meaning: 'it wants an HTTP extension that the request does not have',
    fix: 'Nobody uses this status on purpose today: read the log of the server.',
  },
  511: {
    meaning: 'the network wants a login first (captive portal)',
    fix: 'This answer comes from the network in between, not from the server: log in to the network of this Notafter (guest Wi-Fi, hotel, VPN), or ask its administrator to exempt this machine.',
  },
};

export function statusMeaning(status: number): string {
  const known = (pages[status] ?? productStatuses[status])?.meaning;
  if (known !== undefined) return known;
  return status >= 500 ? 'a fault on the side of the server' : 'it does not accept the request';
}

export function statusFix(status: number): string {
  const known = (pages[status] ?? productStatuses[status])?.fix;
  if (known !== undefined) return known;
  return status >= 500
    ? 'Read the log of the server for this request.'
    : 'Check the path in the target, and what the service expects there.';
}
