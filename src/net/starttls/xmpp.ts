import type { Conversation } from './conversation.ts';
import {
  goAhead,
  notOffered,
  refused,
  turnedAway,
  type UpgradeAnswer,
  type UpgradeProtocol,
} from './protocol.ts';

const tlsNamespace = 'urn:ietf:params:xml:ns:xmpp-tls';

export const xmppUpgrade = upgradeOf('xmpp', 'jabber:client', 'XMPP');
export const xmppServerUpgrade = upgradeOf('xmpp-server', 'jabber:server', 'XMPP (server to server)');

function upgradeOf(scheme: 'xmpp' | 'xmpp-server', namespace: string, name: string): UpgradeProtocol {
  return {
    scheme,
    name,
    asks: 'starttls',
    citation: 'RFC 6120 §5.4',
    begins: 'client',
    async run(conversation, host) {
      conversation.send(
        `<?xml version='1.0'?><stream:stream to='${xmlText(host)}' version='1.0' xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams'>`,
        `<stream:stream to='${xmlText(host)}' xmlns='${namespace}' version='1.0'>`,
      );
      const opened = await openStream(conversation);
      if (opened.kind !== 'features') return opened.answer;
      if (!hasElement(opened.xml, 'starttls', tlsNamespace)) return notOffered(namesIn(opened.xml));
      conversation.send(`<starttls xmlns='${tlsNamespace}'/>`);
      const answer = await conversation.until(endOfElement('proceed', 'failure', 'error'));
      conversation.heard(answer);
      return /<(?:\w+:)?proceed\b/.test(answer) ? goAhead : refused(namesIn(answer).join(', ') || answer);
    },
  };
}

type Opened =
  | { readonly kind: 'features'; readonly xml: string }
  | { readonly kind: 'other'; readonly answer: UpgradeAnswer };

/** The stream header of the peer, and its features, its error or its end. */
async function openStream(conversation: Conversation): Promise<Opened> {
  const header = await conversation.until(endOfHeader);
  const [tag] = streamTag.exec(header) ?? [];
  if (tag === undefined) throw conversation.otherProtocol();
  conversation.heard(header);
  // RFC 6120 §4.7.5: without a version it is older than features, and than STARTTLS.
  if (!/\bversion\s*=/.test(tag)) {
    return { kind: 'other', answer: notOffered([], 'a stream without a version, from before STARTTLS') };
  }
  const xml = await conversation.until(endOfElement('features', 'error'));
  conversation.heard(xml);
  if (/<(?:\w+:)?features\b/.test(xml)) return { kind: 'features', xml };
  return { kind: 'other', answer: turnedAway(namesIn(xml).join(', ') || 'the stream was closed') };
}

const streamTag = /<(?:\w{1,20}:)?stream\b[^<>]*>/;

function endOfHeader(text: string): number | null {
  const tag = streamTag.exec(text);
  if (tag !== null) return tag.index + tag[0].length;
  // No XML: what came so far is enough to see that.
  return /^\s*(?:[^<\s]|<html|<!doctype)/i.test(text) ? text.length : null;
}

/** Where the first element of one of these names ends, or the stream itself. Linear: no pattern crosses another tag. */
function endOfElement(...names: readonly string[]): (text: string) => number | null {
  const opening = new RegExp(`<((?:\\w{1,20}:)?(?:${names.join('|')}))(?=[\\s/>])[^<>]*>`);
  return (text) => {
    const tag = opening.exec(text);
    if (tag === null) return endOf(/<\/(?:\w{1,20}:)?stream\s{0,20}>/.exec(text));
    const begun = tag.index + tag[0].length;
    if (tag[0].endsWith('/>')) return begun;
    const closing = text.indexOf(`</${tag[1]}`, begun);
    const end = closing === -1 ? -1 : text.indexOf('>', closing);
    return end === -1 ? null : end + 1;
  };
}

function endOf(match: RegExpExecArray | null): number | null {
  return match === null ? null : match.index + match[0].length;
}

function hasElement(xml: string, element: string, namespace: string): boolean {
  const tag = new RegExp(`<(?:\\w+:)?${element}\\b[^>]*>`).exec(xml)?.[0] ?? '';
  return tag.includes(namespace) || (tag !== '' && xml.includes(namespace));
}

/** Names of the elements inside: what is offered, or which condition an error has. */
function namesIn(xml: string): readonly string[] {
  const names = [...xml.matchAll(/<(?:\w+:)?([\w-]+)/g)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !['features', 'stream', 'error', 'failure'].includes(name));
}

/** Host names hold nothing to escape; a target that is no name must not break the XML either. */
function xmlText(host: string): string {
  return host.replace(/[&<>'"]/g, '');
}
