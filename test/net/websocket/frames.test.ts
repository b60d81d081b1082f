import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readResponseHead } from '../../../src/net/http/response-head.ts';
import { controlFrame, readClose, readFrame } from '../../../src/net/websocket/frames.ts';
import { acceptFor, upgradeFaults } from '../../../src/net/websocket/handshake.ts';
import { closeFrame, serverFrame } from '../../support/farm/websocket-server.ts';

const asked = {
  host: 'site.test',
  path: '/',
  key: 'dGhlIHNhbXBsZSBub25jZQ==',
  protocols: ['mqtt'],
  origin: null,
};
const sound = {
  upgrade: 'WebSocket',
  connection: 'keep-alive, Upgrade',
  'sec-websocket-accept': 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
};

function faultsOf(headers: Readonly<Record<string, string>>) {
  return upgradeFaults({ status: 101, reason: '', headers, length: 0 }, asked).map(({ kind }) => kind);
}

describe('the handshake', () => {
  it('hashes the key of the standard as the standard does', () => {
    expect(acceptFor(asked.key)).toBe(sound['sec-websocket-accept']);
  });

  it('takes any case and a list, and a subprotocol that was offered', () => {
    expect(faultsOf(sound)).toEqual([]);
    expect(faultsOf({ ...sound, 'sec-websocket-protocol': 'mqtt' })).toEqual([]);
  });

  it.each([
    [{ ...sound, upgrade: 'h2c' }, 'no-upgrade'],
    [{ ...sound, connection: 'close' }, 'no-connection'],
    [{ upgrade: 'websocket', connection: 'upgrade' }, 'no-accept'],
    [{ ...sound, 'sec-websocket-accept': sound['sec-websocket-accept'].toLowerCase() }, 'wrong-accept'],
    [{ ...sound, 'sec-websocket-protocol': 'MQTT' }, 'unasked-protocol'],
    [{ ...sound, 'sec-websocket-extensions': 'x' }, 'unasked-extension'],
  ])('names the fault %#', (headers, kind) => {
    expect(faultsOf(headers as Record<string, string>)).toEqual([kind]);
  });
});

describe('frames', () => {
  it.each([
    ['text', serverFrame(1, 'hello'), 1, 7],
    ['close', closeFrame(1001, 'bye'), 8, 7],
    ['16-bit length', Buffer.from([0x82, 126, 0, 126]), 2, 130],
    ['64-bit length', Buffer.from([0x02, 127, 0, 0, 0, 0, 0, 1, 0, 0]), 2, 65_546],
  ])('%s', (_name, bytes, opcode, length) => {
    expect(readFrame(bytes)).toMatchObject({ opcode, length });
  });

  it.each([
    ['masked', Buffer.from([0x81, 0x80])],
    ['reserved-bits', Buffer.from([0xc1, 0])],
    ['unknown-opcode', Buffer.from([0x83, 0])],
    ['long-control-frame', Buffer.from([0x89, 126, 0, 126])],
    ['fragmented-control-frame', Buffer.from([0x09, 0])],
    ['bad-length', Buffer.from([0x82, 126, 0, 5])],
    ['bad-length', Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 0, 0, 5])],
    ['bad-length', Buffer.from([0x82, 127, 255, 0, 0, 0, 0, 0, 0, 5])],
  ])('%s', (fault, bytes) => {
    expect(readFrame(bytes)).toBe(fault);
  });

  it('waits for the rest, and never throws', () => {
    expect(readFrame(Buffer.from([0x89, 5, 1]))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        readFrame(Buffer.from(bytes));
        readClose(Buffer.from(bytes));
        readResponseHead(Buffer.from(bytes));
      }),
    );
  });

  it('masks what the client sends', () => {
    expect(controlFrame(9, Buffer.from([1, 2]), Buffer.from([1, 1, 1, 1])).toString('hex')).toBe(
      '8982010101010003',
    );
  });
});
