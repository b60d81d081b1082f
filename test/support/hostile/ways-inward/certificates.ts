import { freshestCrl } from '../../certificates/distribution-points.ts';
import type { ExtensionSpec } from '../../certificates/extensions.ts';
import { type CertificateSpec, daysFrom, forgeIntermediate } from '../../certificates/forge.ts';
import { forgeCrl } from '../../certificates/forge-crl.ts';
import { realNow } from '../../diagnosing.ts';
import { answersStatus, redirectsTo } from '../../farm/http-answers.ts';
import type { HttpAnswer } from '../../farm/http-server.ts';
import { type InwardWorld, inside, type Served } from '../inward.ts';
import { fine, trapUrl, type WayInward } from './way.ts';

function pointed(
  what: string,
  leads: boolean,
  served: (world: InwardWorld) => Served | Promise<Served>,
): WayInward {
  return {
    what,
    leads,
    async attempt(world) {
      const port = await world.serveTls(fine, await served(world));
      await world.look(`https://site.test:${port}/`);
    },
  };
}

/** A server outside that sends whoever asks inward. */
async function detour(world: InwardWorld, status = 302): Promise<string> {
  return `http://127.0.0.1:${await world.serve(redirectsTo(trapUrl(world), status))}/`;
}

async function serving(world: InwardWorld, answer: HttpAnswer): Promise<string> {
  return `http://127.0.0.1:${await world.serve(answer)}/`;
}

function below(world: InwardWorld, urls: CertificateSpec) {
  return forgeIntermediate(world.authority, { now: realNow, subject: 'Test Intermediate CA 2', ...urls });
}

function deltaAt(url: string): ExtensionSpec {
  return freshestCrl([{ at: { names: [`uri:${url}`] } }]);
}

/** A CRL of the authority that clears everything, and names a delta. */
async function listWith(world: InwardWorld, extensions: readonly ExtensionSpec[]): Promise<string> {
  const dates = { thisUpdate: daysFrom(realNow, -1), nextUpdate: daysFrom(realNow, 5) };
  const { der } = forgeCrl(world.authority, { ...dates, number: 7, extensions });
  return serving(world, answersStatus(200, { 'content-type': 'application/pkix-crl' }, der));
}

/** URLs inside certificates and lists, and where those lead on. */
export const certificateWays: readonly WayInward[] = [
  pointed('the URL of an issuer (AIA)', true, (world) => ({ alone: true, caIssuers: trapUrl(world) })),
  pointed('the URL of an issuer by name', true, ({ port }) => ({
    alone: true,
    caIssuers: `http://inside.test:${port}/ca.der`,
  })),
  pointed('the URL of an issuer over https', true, (world) => ({
    alone: true,
    caIssuers: trapUrl(world, 'https'),
  })),
  pointed('the URL of an issuer with a user name', false, ({ port }) => ({
    alone: true,
    caIssuers: `http://site.test@${inside}:${port}/`,
  })),
  pointed('an issuer that redirects', true, async (world) => ({
    alone: true,
    caIssuers: await detour(world),
  })),
  pointed('the issuer of an issuer that was fetched', true, async (world) => {
    const above = below(world, { caIssuers: [trapUrl(world)] });
    return { alone: true, above, caIssuers: await serving(world, answersStatus(200, {}, above.der)) };
  }),
  pointed('the URL of a responder (OCSP)', true, (world) => ({ ocsp: trapUrl(world) })),
  pointed('a responder that redirects', true, async (world) => ({ ocsp: await detour(world, 307) })),
  pointed('the URL of a list (CRL)', true, (world) => ({ crl: trapUrl(world) })),
  pointed('a list that redirects', true, async (world) => ({ crl: await detour(world) })),
  pointed('a list in a directory (LDAP)', false, ({ port }) => ({ crl: `ldap://${inside}:${port}/cn=x` })),
  pointed('the URLs of the intermediate', true, (world) => ({
    above: below(world, { ocsp: [trapUrl(world)], crl: [trapUrl(world)] }),
  })),
  pointed('a delta that a certificate names', true, async (world) => ({
    crl: await listWith(world, []),
    extensions: [deltaAt(trapUrl(world))],
  })),
  pointed('a delta that a list names', true, async (world) => ({
    crl: await listWith(world, [deltaAt(trapUrl(world))]),
  })),
  pointed('names that are URLs', false, (world) => ({ names: [`uri:${trapUrl(world)}`, `ip:${inside}`] })),
];
