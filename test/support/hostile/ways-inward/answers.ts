import { answersStatus, redirectsTo } from '../../farm/http-answers.ts';
import type { HttpAnswer } from '../../farm/http-server.ts';
import { type InwardWorld, inside } from '../inward.ts';
import { fine, spelled, trapUrl, type WayInward } from './way.ts';

function redirected(
  what: string,
  leads: boolean,
  location: (port: number) => string,
  status = 302,
): WayInward {
  return {
    what,
    leads,
    async attempt(world) {
      const port = await world.serve(redirectsTo(location(world.port), status));
      await world.look(`http://site.test:${port}/`);
    },
  };
}

/** What stands in an answer and is followed by some client, if not by ours. */
function said(what: string, leads: boolean, answer: (world: InwardWorld) => HttpAnswer): WayInward {
  return {
    what,
    leads,
    attempt: async (world) => world.look(`https://site.test:${await world.serveTls(answer(world))}/`),
  };
}

/** Another scheme at a server that answers as it would over HTTP. */
function asked(
  what: string,
  leads: boolean,
  scheme: string,
  answer: (world: InwardWorld) => HttpAnswer,
): WayInward {
  return {
    what,
    leads,
    attempt: async (world) => world.look(`${scheme}://site.test:${await world.serveTls(answer(world))}/`),
  };
}

const { number, groups } = spelled;

/** Headers and bodies of HTTP. */
export const answerWays: readonly WayInward[] = [
  redirected('a redirect', true, (port) => `http://${inside}:${port}/`),
  redirected('a redirect for good', true, (port) => `http://${inside}:${port}/`, 301),
  redirected('a redirect after a form', true, (port) => `http://${inside}:${port}/`, 303),
  redirected('a redirect that keeps the method', true, (port) => `http://${inside}:${port}/`, 307),
  redirected('a redirect that keeps the method for good', true, (port) => `http://${inside}:${port}/`, 308),
  redirected('a choice of places', false, (port) => `http://${inside}:${port}/`, 300),
  redirected('a proxy to use', false, (port) => `http://${inside}:${port}/`, 305),
  redirected('a redirect without a scheme', true, (port) => `//${inside}:${port}/`),
  redirected('a redirect to a number', true, (port) => `http://${number}:${port}/`),
  redirected('a redirect to a name', true, (port) => `http://inside.test:${port}/`),
  redirected('a redirect with a user name', false, (port) => `http://site.test@${inside}:${port}/`),
  redirected('a redirect with backslashes', true, (port) => `http:\\\\${inside}:${port}\\`),
  redirected('a redirect with tabs', true, (port) => `ht\ttp://127.\t66.0.1:${port}/`),
  redirected('a redirect to v4-mapped', true, (port) => `http://[::ffff:${groups}]:${port}/`),
  redirected(
    'a second Location behind CR and LF',
    false,
    (port) => `/x\r\nLocation: http://${inside}:${port}/`,
  ),
  redirected('another scheme', false, (port) => `gopher://${inside}:${port}/`),
  said('Alt-Svc', true, ({ port, udpPort }) =>
    answersStatus(200, { 'alt-svc': `h3="${inside}:${udpPort}"; ma=60, h2="${inside}:${port}"` }),
  ),
  said('Alt-Svc by name', true, ({ udpPort }) =>
    answersStatus(200, { 'alt-svc': `h3="inside.test:${udpPort}"; ma=60` }),
  ),
  said('Refresh and Link', false, (world) =>
    answersStatus(200, { refresh: `0; url=${trapUrl(world)}`, link: `<${trapUrl(world)}>; rel=preload` }),
  ),
  said('places to report to', false, (world) =>
    answersStatus(200, {
      'content-security-policy': `default-src 'none'; report-uri ${trapUrl(world)}`,
      'report-to': JSON.stringify({ group: 'a', max_age: 9, endpoints: [{ url: trapUrl(world) }] }),
      'reporting-endpoints': `a="${trapUrl(world)}"`,
      nel: '{"report_to":"a","max_age":9,"success_fraction":1}',
      'content-location': trapUrl(world),
    }),
  ),
  said('a page that embeds and forwards', false, (world) =>
    answersStatus(
      200,
      { 'content-type': 'text/html' },
      `<meta http-equiv=refresh content="0;url=${trapUrl(world)}"><img src="${trapUrl(world)}"><base href="${trapUrl(world)}">`,
    ),
  ),
  asked('a WebSocket that redirects', false, 'wss', (world) => redirectsTo(trapUrl(world, 'https'), 307)),
  asked('a WebSocket with Alt-Svc', false, 'wss', ({ udpPort }) =>
    answersStatus(426, { 'alt-svc': `h3="${inside}:${udpPort}"` }),
  ),
  asked('a gRPC server that redirects', false, 'grpcs', (world) => redirectsTo(trapUrl(world, 'https'), 307)),
  {
    what: 'the door of a challenge (HTTP-01) that redirects',
    leads: true,
    async attempt(world) {
      const challengePort = await world.serve(redirectsTo(trapUrl(world)));
      const port = await world.serveTls(fine);
      await world.look(`https://site.test:${port}/`, { challengePort, depth: 'renewal' });
    },
  },
  {
    what: 'the door of a challenge at a name of the certificate',
    leads: true,
    async attempt(world) {
      const port = await world.serveTls(fine, { dns: ['site.test', 'inside.test'] });
      await world.look(`https://site.test:${port}/`, { challengePort: world.port, depth: 'renewal' });
    },
  },
];
