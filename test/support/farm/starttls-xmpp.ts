import type { Clauses } from './starttls-behaviour.ts';
import type { Script } from './starttls-server.ts';

const tlsNamespace = 'urn:ietf:params:xml:ns:xmpp-tls';

/** RFC 6120 §5, for the one host `xmpp.test` (or whatever `host` says). */
export function xmppScript(
  { manner }: Clauses,
  {
    kind = 'client',
    host = 'site.test',
  }: { readonly kind?: 'client' | 'server'; readonly host?: string } = {},
): Script {
  return async (talk) => {
    const header = await talk.until(/<stream:stream[^>]*>/);
    if (header === null || manner === 'silent') return;
    const to = /\bto=['"]([^'"]*)['"]/.exec(header)?.[1] ?? '';
    talk.write(
      `<?xml version='1.0'?><stream:stream xmlns='jabber:${kind}' xmlns:stream='http://etherx.jabber.org/streams' id='x1' from='${host}' version='1.0'>`,
    );
    if (to !== host || manner === 'turns-away') {
      talk.write(
        "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>",
      );
      return talk.end();
    }
    const mechanisms =
      "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>";
    const starttls = `<starttls xmlns='${tlsNamespace}'><required/></starttls>`;
    talk.write(`<stream:features>${manner === 'plain' ? mechanisms : starttls}</stream:features>`);
    const asked = await talk.until(/<starttls[^>]*\/?>/);
    if (asked === null || manner === 'hangs-up') return talk.end();
    if (manner === 'refuses' || manner === 'plain') {
      talk.write(`<failure xmlns='${tlsNamespace}'/></stream:stream>`);
      return talk.end();
    }
    const injected = manner === 'injects' ? "<iq type='result'/>" : '';
    talk.write(`<proceed xmlns='${tlsNamespace}'/>${injected}`);
    talk.tls();
  };
}
