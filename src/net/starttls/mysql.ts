import type { Conversation } from './conversation.ts';
import { goAhead, notOffered, turnedAway, type UpgradeProtocol } from './protocol.ts';

const clientSsl = 0x800;
/** CLIENT_PROTOCOL_41, CLIENT_SSL, CLIENT_SECURE_CONNECTION, CLIENT_PLUGIN_AUTH. */
const capabilities = 0x200 | clientSsl | 0x8000 | 0x80000;

export const mysqlUpgrade: UpgradeProtocol = {
  scheme: 'mysql',
  name: 'MySQL',
  asks: 'SSLRequest',
  citation: 'MySQL Protocol::SSLRequest',
  begins: 'server',
  async run(conversation) {
    const { payload, sequence } = await packet(conversation);
    if (payload[0] === 0xff) return turnedAway(errorText(payload, conversation));
    if (payload[0] !== 10) throw conversation.otherProtocol();
    const end = payload.indexOf(0, 1);
    // After the version: thread id 4, first part of the nonce 8, a filler, then the lower half of the capabilities.
    if (end === -1 || payload.length < end + 16) throw conversation.otherProtocol();
    const version = payload.toString('latin1', 1, end);
    const offered = payload.readUInt16LE(end + 14);
    const hasTls = (offered & clientSsl) !== 0;
    conversation.heard(`handshake of ${version}, CLIENT_SSL ${hasTls ? 'set' : 'not set'}`);
    if (!hasTls) return notOffered([], `server ${version} without CLIENT_SSL`);
    conversation.send(sslRequest(sequence + 1), 'SSLRequest');
    return goAhead;
  },
};

const longestPacket = 4096;

async function packet(
  conversation: Conversation,
): Promise<{ readonly payload: Buffer; readonly sequence: number }> {
  const head = await conversation.bytes(4);
  const length = head.readUIntLE(0, 3);
  if (length === 0 || length > longestPacket) throw conversation.otherProtocol();
  return { payload: await conversation.bytes(length), sequence: head[3] ?? 0 };
}

/** The beginning of a HandshakeResponse41: the rest follows over TLS. */
function sslRequest(sequence: number): Buffer {
  const bytes = Buffer.alloc(36);
  bytes.writeUIntLE(32, 0, 3);
  bytes[3] = sequence;
  bytes.writeUInt32LE(capabilities, 4);
  bytes.writeUInt32LE(0x1000000, 8);
  // utf8mb4_general_ci.
  bytes[12] = 45;
  return bytes;
}

/** ERR_Packet: code, then words; before the handshake it carries no SQL state, though some servers send one. */
function errorText(payload: Buffer, conversation: Conversation): string {
  if (payload.length < 3) throw conversation.otherProtocol();
  const words = payload.toString('utf8', 3).replace(/^#.{5}/s, '');
  const text = `${payload.readUInt16LE(1)} ${words}`;
  conversation.heard(`ERR ${text}`);
  return text;
}
