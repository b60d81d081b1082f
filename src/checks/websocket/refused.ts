import { defineCheck } from '../../core/check.ts';
import type { Severity } from '../../core/finding.ts';
import { websocketProbe } from '../../probes/websocket.ts';
import { curlUpgrade } from '../commands/curl-upgrade.ts';
import { headerEvidence, socketEvidence } from '../reading/above/websocket-words.ts';
import { evidence } from '../reading/evidence.ts';

export const websocketRefused = defineCheck({
  id: 'websocket/refused',
  severity: 'fatal',
  blame: 'target',
  title: 'The server does not switch to WebSocket',
  explanation:
    'A WebSocket begins with an HTTP request that the server answers with 101 Switching Protocols. This one is answered with another status, so no client gets a WebSocket here.',
  fix: 'Let the proxy in front pass the upgrade on. nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade". Apache: mod_proxy_wstunnel, or ProxyPass with upgrade=websocket. HAProxy and AWS ALB pass it by themselves; an AWS Classic Load Balancer needs a TCP listener. Then check the path.',
  citation: 'RFC 6455 §4.2.2',
  reads: { websocket: websocketProbe },
  judge({ websocket }) {
    const { outcome, dressed } = websocket;
    if (outcome.kind !== 'answered' || dressed !== null) return [];
    const { status, headers } = outcome;
    const said = wordsOf(status, headers);
    return [
      {
        ...said,
        evidence: [
          ...socketEvidence(websocket),
          evidence('status', `${status}, wanted 101`),
          ...headerEvidence(headers),
        ],
        reproduce: curlUpgrade(websocket.url, websocket.address),
      },
    ];
  },
});

type Said = {
  readonly title: string;
  readonly severity?: Severity;
  readonly explanation?: string;
  readonly fix?: string;
};

function wordsOf(status: number, headers: Readonly<Record<string, string>>): Said {
  if (status >= 300 && status < 400) return redirected(status, headers.location);
  if (status >= 500) return brokenBehind(status);
  switch (status) {
    case 401:
    case 407:
      return {
        title: `The WebSocket wants a login (${status})`,
        severity: 'notice',
        explanation:
          'The server answers the handshake and asks for credentials, which we do not have. With them it may well open: a browser sends cookies of the site, other clients an Authorization header.',
        fix: 'Nothing, if your clients log in. If they do and still see this, look whether the proxy passes Cookie and Authorization on.',
      };
    case 403:
      return {
        title: 'The WebSocket is forbidden to us (403)',
        severity: 'notice',
        explanation:
          'The server answers the handshake and turns us away, with and without an Origin header of its own host. It may want a login, or an Origin from its list of allowed pages.',
        fix: "Nothing, if your clients log in. If a browser sees this, add the page's origin to the list of allowed origins on the server; a web application firewall may refuse as well.",
      };
    case 404:
    case 410:
      return {
        title: `There is no WebSocket at this path (${status})`,
        explanation:
          'The server is there and knows nothing at this path. Clients of this URL get no WebSocket. A proxy that sends only some paths to the WebSocket server answers the same for all others.',
      };
    case 426:
      return versionWanted(headers);
    case 429:
      return {
        title: 'The server turns WebSocket clients away for a while (429)',
        severity: 'error',
        explanation:
          'The server says that there are too many requests. Clients that reconnect at once keep it so: after an outage all of them come back in the same second.',
        fix: 'Let clients wait longer after each failed try, with some chance in it, and raise the limit for the path of the WebSocket.',
      };
    case 400:
      return {
        title: 'The server calls the WebSocket handshake a bad request (400)',
        explanation:
          'The handshake is sound as we send it, with and without Origin and subprotocols. Usually a proxy strips the headers Upgrade and Connection or speaks HTTP/1.0 to the server behind it, which then misses them.',
      };
    default:
      return status < 300 && status !== 101
        ? {
            title: `The server answers ${status} like a web page and does not switch to WebSocket`,
            explanation:
              'The server takes the handshake for a plain request: either nothing at this path knows WebSocket, or a proxy in front takes the Upgrade header off. Clients report an unexpected response code.',
          }
        : { title: `The server answers ${status} and does not switch to WebSocket` };
  }
}

function redirected(status: number, location: string | undefined): Said {
  return {
    title: `The server answers the WebSocket handshake with a redirect (${status})`,
    explanation:
      'Browsers do not follow redirects of a WebSocket, and most other clients do not either: they fail with this answer. Often it is the redirect from http to https, or one to a login page.',
    fix: `Give clients the URL it leads to${location === undefined ? '' : ` (with ws for http: ${location.slice(0, 300)})`}, or take the path of the WebSocket out of the redirect.`,
  };
}

function brokenBehind(status: number): Said {
  return {
    title: `The server answers the WebSocket handshake with an error (${status})`,
    explanation:
      'The web server is reached and trusted, and the WebSocket behind it is not: 502 and 504 mean that the server behind the proxy refuses or is silent, 503 that none is ready, 500 that the application failed. 501 and 505 come from a proxy that does not know the upgrade.',
    fix: 'Look whether the process that serves the WebSocket runs and listens where the proxy sends the path, and read the log of the proxy for this request.',
  };
}

function versionWanted(headers: Readonly<Record<string, string>>): Said {
  const version = headers['sec-websocket-version'];
  const upgrade = headers.upgrade;
  const wanted =
    version === undefined
      ? upgrade === undefined
        ? ''
        : `: ${upgrade.slice(0, 60)}`
      : `: version ${version.slice(0, 60)}`;
  return {
    title: `The server wants another upgrade than WebSocket version 13 (426${wanted})`,
    explanation:
      "The answer 426 names what the server would switch to. Version 13 is the only one of RFC 6455 and all that today's clients speak. A proxy that strips the Upgrade header causes the same: the server then sees a plain request.",
  };
}
