import { describe, expect, it } from 'vitest';
import { answersStatus, redirectsTo } from '../support/farm/http-answers.ts';
import type { HttpAnswer } from '../support/farm/http-server.ts';
import { type InwardWorld, inside, openInwardWorld } from '../support/hostile/inward.ts';

type Row = {
  readonly what: string;
  /** Whether it leads to the trap where the trap's network may be dialled; else it is refused or ignored as such. */
  readonly leads: boolean;
  attempt(world: InwardWorld): Promise<void>;
};

const number = inside.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const octets = inside.split('.').map(Number);
const groups = `${((octets[0] ?? 0) * 256 + (octets[1] ?? 0)).toString(16)}:${((octets[2] ?? 0) * 256 + (octets[3] ?? 0)).toString(16)}`;
const flipped = `${(0xffff - Number.parseInt(groups.split(':')[0] ?? '', 16)).toString(16)}:${(0xffff - Number.parseInt(groups.split(':')[1] ?? '', 16)).toString(16)}`;
const fine = answersStatus(200, { 'content-type': 'text/plain' }, 'fine');

function typed(what: string, leads: boolean, host: string): Row {
  return { what, leads, attempt: (world) => world.look(`http://${host}:${world.port}/`) };
}

function named(what: string, leads: boolean, records: InwardWorld['dns']['records']): Row {
  return {
    what,
    leads,
    async attempt(world) {
      Object.assign(world.dns.records, records);
      await world.look(`http://evil.test:${world.port}/`);
    },
  };
}

function redirected(what: string, leads: boolean, location: (port: number) => string, status = 302): Row {
  return {
    what,
    leads,
    async attempt(world) {
      const port = await world.serve(redirectsTo(location(world.port), status));
      await world.look(`http://site.test:${port}/`);
    },
  };
}

function pointed(what: string, urls: (at: string) => Parameters<InwardWorld['serveTls']>[1]): Row {
  return {
    what,
    leads: true,
    async attempt(world) {
      const port = await world.serveTls(fine, urls(`${inside}:${world.port}`));
      await world.look(`https://site.test:${port}/`);
    },
  };
}

/** Public at the first answer, inside from the second on. */
function rebinding(): { readonly A: readonly string[] } {
  let asked = 0;
  return {
    get A() {
      asked += 1;
      return [asked === 1 ? '127.0.0.1' : inside];
    },
  };
}

/** An HTTPS record (RFC 9460): priority 1, another name, and an address to go to at once. */
function serviceBinding(): Buffer {
  const name = Buffer.from('\u0006inside\u0004test\0', 'latin1');
  const hint = Buffer.from([0, 4, 0, 4, ...octets]);
  return Buffer.concat([Buffer.from([0, 1]), name, hint]);
}

const rows: readonly Row[] = [
  typed('the address as it is', true, inside),
  typed('one decimal number', true, String(number)),
  typed('hexadecimal', true, `0x${number.toString(16)}`),
  typed('octal', true, octets.map((part) => `0${part.toString(8)}`).join('.')),
  typed('three parts', true, `${octets[0]}.${octets[1]}.1`),
  typed('two parts', true, `${octets[0]}.${(octets[1] ?? 0) * 65_536 + 1}`),
  typed('a dot at the end', true, `${inside}.`),
  typed(
    'digits of full width',
    true,
    inside.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  ),
  typed('ideographic full stops', true, inside.replaceAll('.', '。')),
  typed('percent encoded', false, inside.replaceAll('.', '%2e')),
  typed('v4-mapped', true, `[::ffff:${inside}]`),
  typed('v4-mapped in hexadecimal', true, `[::ffff:${groups}]`),
  typed('v4-compatible', false, `[::${inside}]`),
  typed('NAT64', false, `[64:ff9b::${inside}]`),
  typed('NAT64 of a local prefix', false, `[64:ff9b:1::${inside}]`),
  typed('6to4', false, `[2002:${groups}::1]`),
  typed('Teredo', false, `[2001:0:808:808::${flipped}]`),
  typed('ISATAP', false, `[2606:2800::5efe:${inside}]`),
  typed('a zone', false, `[::ffff:${inside}%25lo]`),
  typed('a user name that looks like a host', false, `site.test@${inside}`),
  typed('a user name with a port', false, `site.test:80@${inside}`),
  typed('a backslash before the user name ends', false, `site.test\\@${inside}`),
  typed('bidirectional overrides', false, `\u202e1.0.66.721\u202c`),
  named('an A record', true, { 'evil.test': { A: [inside] } }),
  named('an AAAA record that is v4-mapped', true, { 'evil.test': { AAAA: [`::ffff:${inside}`] } }),
  named('an AAAA record of NAT64', false, { 'evil.test': { AAAA: [`64:ff9b::${inside}`] } }),
  named('an alias', true, { 'evil.test': { CNAME: 'inside.test' } }),
  named('an alias of an alias', true, {
    'evil.test': { CNAME: 'b.test' },
    'b.test': { CNAME: 'inside.test' },
  }),
  named('one address of several', true, { 'evil.test': { A: ['127.0.0.1', inside] } }),
  named('an HTTPS record with a hint', false, {
    'evil.test': { A: ['127.0.0.1'], TYPE65: [serviceBinding()] },
  }),
  {
    what: 'a name that turns inward after the first answer',
    leads: true,
    async attempt(world) {
      world.dns.records['turning.test'] = rebinding();
      const port = await world.serve(redirectsTo(`http://turning.test:${world.port}/`));
      await world.look(`http://turning.test:${port}/`);
    },
  },
  redirected('a redirect', true, (port) => `http://${inside}:${port}/`),
  redirected('a redirect that keeps the method', true, (port) => `http://${inside}:${port}/`, 307),
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
  {
    what: 'Alt-Svc',
    leads: true,
    async attempt(world) {
      const services = `h3="${inside}:${world.udpPort}"; ma=60, h2="${inside}:${world.port}"`;
      const answer = answersStatus(200, { 'alt-svc': services });
      await world.look(`https://site.test:${await world.serveTls(answer)}/`);
    },
  },
  {
    what: 'Refresh and Link',
    leads: false,
    async attempt(world) {
      const at = `http://${inside}:${world.port}/`;
      await world.look(
        `http://site.test:${await world.serve(answersStatus(200, { refresh: `0; url=${at}`, link: `<${at}>; rel=preload` }))}/`,
      );
    },
  },
  pointed('the URL of an issuer (AIA)', (at) => ({ alone: true, caIssuers: `http://${at}/ca.der` })),
  pointed('the URL of a responder (OCSP)', (at) => ({ ocsp: `http://${at}/` })),
  pointed('the URL of a list (CRL)', (at) => ({ crl: `http://${at}/ca.crl` })),
  {
    what: 'a responder that redirects',
    leads: true,
    async attempt(world) {
      const responder = await world.serve(redirectsTo(`http://${inside}:${world.port}/`));
      const port = await world.serveTls(fine, { crl: `http://127.0.0.1:${responder}/ca.crl` });
      await world.look(`https://site.test:${port}/`);
    },
  },
  {
    what: 'metadata of an OAuth issuer that is elsewhere',
    leads: false,
    async attempt(world) {
      const port = await world.serveTls(redirectsTo(`http://${inside}:${world.port}/`));
      await world.look(`oauth:https://site.test:${port}`);
    },
  },
  {
    what: 'the key set of an OAuth issuer',
    leads: true,
    async attempt(world) {
      let port = 0;
      const metadata: HttpAnswer = (exchange) =>
        answersStatus(
          200,
          { 'content-type': 'application/json' },
          JSON.stringify({
            issuer: `https://site.test:${port}`,
            jwks_uri: `https://${inside}:${world.port}/jwks`,
            response_types_supported: ['code'],
            subject_types_supported: ['public'],
            id_token_signing_alg_values_supported: ['RS256'],
          }),
        )(exchange);
      port = await world.serveTls(metadata);
      await world.look(`oauth:https://site.test:${port}`);
    },
  },
];

describe.concurrent('nothing leads inward', () => {
  it.each(rows.map((row) => [row.what, row] as const))('%s', async (_what, { attempt, leads }) => {
    await using shut = await openInwardWorld({ open: false });
    await attempt(shut);
    expect(shut.visits()).toBe(0);
    // The same where the policy lets it: else this row would prove nothing.
    await using open = await openInwardWorld({ open: true });
    await attempt(open);
    expect(open.visits() > 0).toBe(leads);
  });
});
