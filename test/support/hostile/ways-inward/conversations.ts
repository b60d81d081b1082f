import { startListener } from '../../farm/listener.ts';
import { type InwardWorld, inside } from '../inward.ts';
import type { WayInward } from './way.ts';

/** A server of a protocol that begins in the clear, which answers everything by sending its client elsewhere. */
function referred(
  scheme: string,
  what: string,
  first: string,
  then: (world: InwardWorld) => string | Buffer,
): WayInward {
  return {
    what,
    leads: false,
    async attempt(world) {
      await using server = await startListener((socket) => {
        if (first !== '') socket.write(first);
        socket.on('data', () => socket.write(then(world)));
      });
      await world.look(`${scheme}://site.test:${server.port}`);
    },
  };
}

/** An LDAP ExtendedResponse: resultCode referral (10) with one URL (RFC 4511 §4.1.10). */
function ldapReferral(url: string): Buffer {
  const element = (tag: number, content: Buffer) =>
    Buffer.concat([Buffer.from([tag, content.length]), content]);
  const parts = [
    element(0x0a, Buffer.from([10])),
    element(0x04, Buffer.alloc(0)),
    element(0x04, Buffer.alloc(0)),
    element(0xa3, element(0x04, Buffer.from(url))),
  ];
  const response = element(0x78, Buffer.concat(parts));
  return element(0x30, Buffer.concat([Buffer.from([2, 1, 1]), response]));
}

/** Protocols that name another server; a look goes where it was asked to, and no further. */
export const conversationWays: readonly WayInward[] = [
  referred(
    'smtp',
    'a mail server that forwards (RFC 5321 §3.4)',
    '220 site.test\r\n',
    ({ port }) => `551 User not local; please try <a@[${inside}]:${port}>\r\n`,
  ),
  referred(
    'ftp',
    'a data connection of FTP',
    '220 site.test\r\n',
    ({ port }) => `227 Entering Passive Mode (${inside.replaceAll('.', ',')},${port >> 8},${port & 255})\r\n`,
  ),
  referred(
    'imap',
    'a referral of IMAP (RFC 2221)',
    '* OK site.test\r\n',
    ({ port }) => `* BYE [REFERRAL imap://${inside}:${port}/] elsewhere\r\n`,
  ),
  referred(
    'xmpp',
    'another host of XMPP (RFC 6120 §4.9.3.19)',
    '',
    ({ port }) =>
      `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'><stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>${inside}:${port}</see-other-host></stream:error></stream:stream>`,
  ),
  referred('ldap', 'a referral of LDAP', '', ({ port }) => ldapReferral(`ldap://${inside}:${port}/`)),
];
