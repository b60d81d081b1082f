import { numberedReply } from './numbered-reply.ts';
import { goAhead, notOffered, refused, turnedAway, type UpgradeProtocol } from './protocol.ts';

/** RFC 2228 §3 and RFC 959 §4.2.1: the command, or TLS as its parameter, is not known. */
const unknown = new Set([500, 501, 502, 503, 504]);
/** "Please login with USER and PASS": how servers without TLS answer what they do not know before a login. */
const loginFirst = 530;

export const ftpUpgrade: UpgradeProtocol = {
  scheme: 'ftp',
  name: 'FTP',
  asks: 'AUTH TLS',
  citation: 'RFC 4217 §4',
  begins: 'server',
  async run(conversation) {
    let greeting = await numberedReply(conversation);
    if (/\be?smtp\b/i.test(greeting.text)) throw conversation.otherProtocol();
    // RFC 959 §5.4: 120 says that the service will be ready in some minutes, and 220 follows.
    if (greeting.code === 120) greeting = await numberedReply(conversation);
    if (greeting.code !== 220) return turnedAway(greeting.text);
    conversation.send('AUTH TLS\r\n');
    const answer = await numberedReply(conversation);
    if (answer.code === 234) return goAhead;
    if (answer.code === 421) return turnedAway(answer.text);
    return unknown.has(answer.code) || answer.code === loginFirst
      ? notOffered([], answer.text)
      : refused(answer.text);
  },
};
