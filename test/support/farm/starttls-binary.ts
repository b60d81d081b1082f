import { type Clauses, later } from './starttls-behaviour.ts';
import type { Script } from './starttls-server.ts';

/** PostgreSQL before its startup message. */
export function postgresScript({ manner }: Clauses): Script {
  return async (talk) => {
    const request = await talk.bytes(8);
    if (request === null || manner === 'silent') return;
    if (request.readUInt32BE(4) !== 80_877_103) return talk.end();
    switch (manner) {
      case 'plain':
        talk.write('N');
        return;
      case 'hangs-up':
        return talk.end();
      case 'turns-away':
      case 'refuses':
        talk.write(errorResponse('FATAL', '53300', 'sorry, too many clients already'));
        return talk.end();
      case 'injects':
        talk.write('SZ');
        return talk.tls();
      default:
        talk.write('S');
        return talk.tls();
    }
  };
}

function errorResponse(severity: string, code: string, message: string): Buffer {
  const body = Buffer.from(`S${severity}\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** MySQL's handshake, protocol 10; `turns-away` is error 1130 and `refuses` 1129. */
export function mysqlScript({ manner, delayMs }: Clauses): Script {
  return async (talk) => {
    if (manner === 'silent') return;
    await later(delayMs);
    if (manner === 'turns-away' || manner === 'refuses') {
      const [code, words] =
        manner === 'turns-away'
          ? [1130, "Host '127.0.0.1' is not allowed to connect to this MySQL server"]
          : [
              1129,
              "Host '127.0.0.1' is blocked because of many connection errors; unblock with 'mysqladmin flush-hosts'",
            ];
      const body = Buffer.concat([Buffer.from([0xff, code & 255, code >> 8]), Buffer.from(words)]);
      talk.write(mysqlPacket(0, body));
      return talk.end();
    }
    talk.write(mysqlPacket(0, mysqlGreeting(manner !== 'plain')));
    const head = await talk.bytes(4);
    if (head === null) return;
    const request = await talk.bytes(head.readUIntLE(0, 3));
    if (request === null) return;
    const wantsTls = (request.readUInt32LE(0) & 0x800) !== 0 && head.readUIntLE(0, 3) === 32;
    if (!wantsTls || manner === 'hangs-up') return talk.end();
    // Nothing is answered: the ClientHello may be here already.
    talk.tls('tls');
  };
}

function mysqlPacket(sequence: number, body: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head[3] = sequence;
  return Buffer.concat([head, body]);
}

function mysqlGreeting(withTls: boolean): Buffer {
  const capabilities = 0xffff & (withTls ? 0xffff : ~0x800);
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from('8.0.36\0'),
    // Thread id, eight bytes of the nonce, a filler.
    Buffer.from([8, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0]),
    Buffer.from([capabilities & 255, capabilities >> 8]),
    // Character set, status, upper capabilities, length of the nonce, ten reserved.
    Buffer.from([255, 2, 0, 0xff, 0xdf, 21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    Buffer.from('abcdefghijkl\0'),
    Buffer.from('caching_sha2_password\0'),
  ]);
}

/** An LDAP server that knows StartTLS (RFC 4511 §4.14) and nothing else. */
export function ldapScript({ manner }: Clauses): Script {
  return async (talk) => {
    const head = await talk.bytes(2);
    if (head === null || manner === 'silent') return;
    const request = await talk.bytes(head[1] ?? 0);
    if (request === null) return;
    if (manner === 'hangs-up') return talk.end();
    if (manner === 'turns-away') {
      talk.write(extendedResponse(0, 52, 'the server is shutting down', '1.3.6.1.4.1.1466.20036'));
      return talk.end();
    }
    const id = request[2] ?? 1;
    if (manner === 'plain') return talk.write(extendedResponse(id, 2, 'unsupported extended operation'));
    if (manner === 'refuses') return talk.write(extendedResponse(id, 52, 'Error initializing SSL/TLS'));
    const success = extendedResponse(id, 0, '');
    talk.write(manner === 'injects' ? Buffer.concat([success, success]) : success);
    talk.tls();
  };
}

function element(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}

function extendedResponse(id: number, code: number, diagnostic: string, name?: string): Buffer {
  const body = Buffer.concat([
    element(0x0a, Buffer.from([code])),
    element(0x04, Buffer.alloc(0)),
    element(0x04, Buffer.from(diagnostic)),
    ...(name === undefined ? [] : [element(0x8a, Buffer.from(name))]),
  ]);
  return element(0x30, Buffer.concat([element(0x02, Buffer.from([id])), element(0x78, body)]));
}
