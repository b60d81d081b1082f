import { httpsRecord, type Parameters } from '../../name-servers/service-binding.ts';
import { type InwardWorld, inside } from '../inward.ts';
import { patient } from './typed.ts';
import { fine, spelled, type WayInward } from './way.ts';

function named(what: string, leads: boolean, records: InwardWorld['dns']['records']): WayInward {
  return {
    what,
    leads,
    async attempt(world) {
      Object.assign(world.dns.records, records);
      await world.look(`http://evil.test:${world.port}/`, patient(leads));
    },
  };
}

/** A sound server whose HTTPS record (RFC 9460) sends clients elsewhere. */
function bound(
  what: string,
  leads: boolean,
  priority: number,
  target: string,
  parameters: (world: InwardWorld) => Parameters,
): WayInward {
  return {
    what,
    leads,
    async attempt(world) {
      const port = await world.serveTls(fine);
      const record = httpsRecord(priority, target, parameters(world));
      Object.assign(world.dns.records, { [`_${port}._https.site.test`]: { TYPE65: [record] } });
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

/** What DNS answers. */
export const recordWays: readonly WayInward[] = [
  named('an A record', true, { 'evil.test': { A: [inside] } }),
  named('an AAAA record that is v4-mapped', true, { 'evil.test': { AAAA: [`::ffff:${inside}`] } }),
  named('an AAAA record of NAT64', false, { 'evil.test': { AAAA: [`64:ff9b::${inside}`] } }),
  named('an alias', true, { 'evil.test': { CNAME: 'inside.test' } }),
  named('an alias of an alias', true, {
    'evil.test': { CNAME: 'b.test' },
    'b.test': { CNAME: 'inside.test' },
  }),
  named('one address of several', true, { 'evil.test': { A: ['127.0.0.1', inside] } }),
  {
    what: 'a name that turns inward after the first answer',
    leads: true,
    async attempt(world) {
      world.dns.records['turning.test'] = rebinding();
      const port = await world.serve(({ socket }) =>
        socket.end(`HTTP/1.1 302 Found\r\nlocation: http://turning.test:${world.port}/\r\n\r\n`),
      );
      await world.look(`http://turning.test:${port}/`);
    },
  },
  bound('an HTTPS record with a hint', false, 1, 'site.test', ({ port }) => ({ port, ipv4hint: [inside] })),
  bound('an HTTPS record with a hint that is v4-mapped', false, 1, 'site.test', ({ port }) => ({
    ...{ alpn: ['h3'], port },
    ipv6hint: [`::ffff:${spelled.groups}`],
  })),
  bound('the target of an HTTPS record, at another port', true, 1, 'inside.test', ({ port }) => ({ port })),
  bound('the target of an HTTPS record, over UDP', true, 1, 'inside.test', ({ udpPort }) => ({
    ...{ alpn: ['h3'], port: udpPort },
  })),
  bound('an HTTPS record that is an alias', false, 0, 'inside.test', () => ({})),
  {
    what: 'the mail exchange of a domain',
    leads: false,
    async attempt(world) {
      world.dns.records['mail.test'] = { A: ['127.0.0.1'], MX: ['10 inside.test', `20 ${inside}`] };
      await world.look(`smtp://mail.test:${world.port}`);
    },
  },
  {
    what: 'where CAA wants to be told',
    leads: false,
    async attempt(world) {
      const port = await world.serveTls(fine);
      const url = `http://${inside}:${world.port}/`;
      world.dns.records['site.test'] = {
        A: ['127.0.0.1'],
        CAA: [`0 iodef "${url}"`, `0 issue "${inside}:${world.port}"`],
        TXT: [`v=STSv1; url=${url}`, `v=spf1 redirect=inside.test`],
      };
      await world.look(`https://site.test:${port}/`);
    },
  },
];
