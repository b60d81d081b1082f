import type { Conversation } from './conversation.ts';
import { goAhead, notOffered, refused, turnedAway, type UpgradeProtocol } from './protocol.ts';

const startTls = '1.3.6.1.4.1.1466.20037';

/** LDAPMessage { messageID 1, extendedReq [APPLICATION 23] { requestName [0] } }: RFC 4511 §4.14.1. */
const request = Buffer.concat([
  Buffer.from([0x30, startTls.length + 7, 0x02, 1, 1, 0x77, startTls.length + 2, 0x80, startTls.length]),
  Buffer.from(startTls),
]);

export const ldapUpgrade: UpgradeProtocol = {
  scheme: 'ldap',
  name: 'LDAP',
  asks: 'StartTLS',
  citation: 'RFC 4511 §4.14',
  begins: 'client',
  async run(conversation) {
    conversation.send(request, `ExtendedRequest ${startTls}`);
    const { messageId, code, diagnostic } = await extendedResponse(conversation);
    const text = `${resultNames[code] ?? 'result'} (${code})${diagnostic === '' ? '' : ` ${diagnostic}`}`;
    conversation.heard(messageId === 0 ? `notice of disconnection: ${text}` : text);
    // RFC 4511 §4.4.1: message 0 is the server's own, and the connection ends with it.
    if (messageId === 0) return turnedAway(text);
    if (code === 0) return goAhead;
    // §4.14.2 wants protocolError from a server without StartTLS.
    return code === 2 ? notOffered([], text) : refused(text);
  },
};

/** RFC 4511 §4.1.9. */
const resultNames: Readonly<Record<number, string>> = {
  0: 'success',
  1: 'operationsError',
  2: 'protocolError',
  8: 'strongerAuthRequired',
  10: 'referral',
  12: 'unavailableCriticalExtension',
  13: 'confidentialityRequired',
  50: 'insufficientAccessRights',
  51: 'busy',
  52: 'unavailable',
  53: 'unwillingToPerform',
  80: 'other',
};

type Response = { readonly messageId: number; readonly code: number; readonly diagnostic: string };

const longestMessage = 16 * 1024;

async function extendedResponse(conversation: Conversation): Promise<Response> {
  const message = await readMessage(conversation);
  const id = part(message, 0);
  const response = id === null ? null : part(message, id.next);
  // [APPLICATION 24].
  if (id?.tag !== 0x02 || response?.tag !== 0x78) throw conversation.otherProtocol();
  const code = part(response.content, 0);
  const matched = code === null ? null : part(response.content, code.next);
  const diagnostic = matched === null ? null : part(response.content, matched.next);
  if (code?.tag !== 0x0a || diagnostic === null) throw conversation.otherProtocol();
  const words = diagnostic.content.toString('utf8').replaceAll('\0', '');
  const referral = part(response.content, diagnostic.next);
  const elsewhere = referral?.tag === 0xa3 ? part(referral.content, 0)?.content.toString('utf8') : undefined;
  return {
    messageId: numberOf(id.content),
    code: numberOf(code.content),
    diagnostic: [words, ...(elsewhere === undefined ? [] : [`see ${elsewhere}`])].join(' ').trim(),
  };
}

/** The content of the outer SEQUENCE; LDAP takes lengths of BER that are longer than need be (RFC 4511 §5.1). */
async function readMessage(conversation: Conversation): Promise<Buffer> {
  const [tag, first = 0] = await conversation.bytes(2);
  if (tag !== 0x30 || first === 0x80 || first > 0x84) throw conversation.otherProtocol();
  const more = first < 0x80 ? null : await conversation.bytes(first - 0x80);
  const length = more === null ? first : numberOf(more);
  if (length < 7 || length > longestMessage) throw conversation.otherProtocol();
  return conversation.bytes(length);
}

type Part = { readonly tag: number; readonly content: Buffer; readonly next: number };

/** One element at `at`; null where there is none or it does not fit. */
function part(bytes: Buffer, at: number): Part | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || first === 0x80 || first > 0x84) return null;
  const extra = first < 0x80 ? 0 : first - 0x80;
  const length = extra === 0 ? first : numberOf(bytes.subarray(at + 2, at + 2 + extra));
  const begin = at + 2 + extra;
  const next = begin + length;
  return next > bytes.length ? null : { tag, content: bytes.subarray(begin, next), next };
}

function numberOf(bytes: Buffer): number {
  return bytes.length === 0 || bytes.length > 4 ? 0 : bytes.readUIntBE(0, bytes.length);
}
