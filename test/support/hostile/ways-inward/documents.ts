import { answersByPath, redirectsTo } from '../../farm/http-answers.ts';
import type { HttpAnswer } from '../../farm/http-server.ts';
import type { InwardWorld } from '../inward.ts';
import { fine, json, trapUrl, type WayInward } from './way.ts';

/** An issuer whose metadata is sound but for what is given; `at` is the issuer itself. */
function issuing(
  what: string,
  leads: boolean,
  metadata: (world: InwardWorld, at: string) => Readonly<Record<string, unknown>>,
  further: (world: InwardWorld) => Readonly<Record<string, HttpAnswer>> = () => ({}),
): WayInward {
  return {
    what,
    leads,
    async attempt(world) {
      let at = '';
      const answer: HttpAnswer = (exchange) => {
        const found = further(world)[exchange.request.path];
        const document = {
          issuer: at,
          jwks_uri: `${at}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          ...metadata(world, at),
        };
        (found ?? json(document))(exchange);
      };
      at = `https://site.test:${await world.serveTls(answer)}`;
      await world.look(`oauth:${at}`);
    },
  };
}

/** An authority whose ACME directory names `renewalInfo` and whose answers are `at` its paths. */
function renewing(
  what: string,
  leads: boolean,
  renewalInfo: (world: InwardWorld, at: string) => string,
  further: (world: InwardWorld) => Readonly<Record<string, HttpAnswer>> = () => ({}),
): WayInward {
  return {
    what,
    leads,
    async attempt(world) {
      let at = '';
      const acme: HttpAnswer = (exchange) => {
        const path = exchange.request.path.replace(/^\/info\/.+/, '/info/*');
        const directory = json({ renewalInfo: renewalInfo(world, at) });
        answersByPath({ '/directory': directory, [path]: directory, ...further(world) })({
          ...exchange,
          request: { ...exchange.request, path },
        });
      };
      at = `https://site.test:${await world.serveTls(acme)}`;
      const port = await world.serveTls(fine, { caIssuers: 'http://pki.evil.test/ca.der' });
      await world.look(`https://site.test:${port}/`, { ariDirectories: `pki.evil.test=${at}/directory` });
    },
  };
}

const window = {
  suggestedWindow: {
    start: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    end: new Date(Date.now() + 31 * 86_400_000).toISOString(),
  },
};

/** JSON documents of issuers of tokens and of certificates. */
export const documentWays: readonly WayInward[] = [
  {
    what: 'metadata of an OAuth issuer that is elsewhere',
    leads: false,
    async attempt(world) {
      const port = await world.serveTls(redirectsTo(trapUrl(world)));
      await world.look(`oauth:https://site.test:${port}`);
    },
  },
  issuing('the key set of an OAuth issuer', true, (world) => ({
    jwks_uri: `${trapUrl(world, 'https')}jwks`,
  })),
  issuing('the key set of an OAuth issuer by name', true, ({ port }) => ({
    jwks_uri: `https://inside.test:${port}/`,
  })),
  issuing(
    'a key set that redirects',
    false,
    () => ({}),
    (world) => ({ '/jwks': redirectsTo(trapUrl(world, 'https')) }),
  ),
  issuing(
    'certificates of a key that are elsewhere',
    false,
    () => ({}),
    (world) => ({
      '/jwks': json({ keys: [{ kty: 'RSA', kid: 'a', n: 'AQAB', e: 'AQAB', x5u: trapUrl(world) }] }),
    }),
  ),
  issuing('every other endpoint of an OAuth issuer', false, (world) => ({
    authorization_endpoint: trapUrl(world, 'https'),
    token_endpoint: trapUrl(world, 'https'),
    introspection_endpoint: trapUrl(world, 'https'),
    registration_endpoint: trapUrl(world, 'https'),
    service_documentation: trapUrl(world),
    op_policy_uri: trapUrl(world),
  })),
  issuing('an OAuth issuer that calls itself another', false, (world) => ({
    issuer: trapUrl(world, 'https'),
  })),
  renewing('where an authority says when to renew (ARI)', true, (world) => `${trapUrl(world, 'https')}info`),
  renewing(
    'where an authority says when to renew, by name',
    true,
    ({ port }) => `https://inside.test:${port}/info`,
  ),
  renewing('where an authority says when to renew, in the clear', false, (world) => `${trapUrl(world)}info`),
  renewing(
    'renewal information that redirects',
    true,
    (_world, at) => `${at}/info`,
    (world) => ({ '/info/*': redirectsTo(trapUrl(world, 'https')) }),
  ),
  renewing(
    'a directory that redirects',
    true,
    (_world, at) => `${at}/info`,
    (world) => ({ '/directory': redirectsTo(trapUrl(world, 'https')) }),
  ),
  renewing(
    'the page that explains a renewal',
    false,
    (_world, at) => `${at}/info`,
    (world) => ({ '/info/*': json({ ...window, explanationURL: trapUrl(world, 'https') }) }),
  ),
];
