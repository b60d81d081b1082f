import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { startClient } from '../../../src/net/tls/client.ts';
import { readServerFlight } from '../../../src/net/tls/server-flight.ts';
import { tapSocket } from '../../../src/net/tls/tap.ts';
import { forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { alertRecord, flightBytes, records } from '../../support/farm/flight.ts';
import { identityOf } from '../../support/farm/tls-server.ts';
import { clientCertificateOptional } from '../../support/farm/tls-variants.ts';
import { trusting } from '../../support/handshaking.ts';

const root = forgeRoot();
const leaf = forgeLeaf(root);

/** What a real TLS 1.3 server sent, stapled response and certificate request included. */
async function capture(): Promise<{ inbound: Buffer; secret: Uint8Array | null }> {
  await using server = await clientCertificateOptional([root.der], {
    ...identityOf(leaf, root),
    staple: Buffer.from('a response'),
  });
  const socket = connect({ host: server.address, port: server.port });
  await once(socket, 'connect');
  const tap = tapSocket(socket);
  const { secure, seen } = startClient(tap.stream, { serverName: null, alpn: [], secureContext: trusting() });
  if (secure === null) throw new Error('The client did not start.');
  await once(secure, 'secureConnect');
  const inbound = tap.inbound();
  secure.destroy();
  return { inbound, secret: seen.secret };
}

let inbound: Buffer = Buffer.alloc(0);
let secret: Uint8Array | null = null;
beforeAll(async () => {
  ({ inbound, secret } = await capture());
});

const tls12 = flightBytes({
  certificates: [leaf.der, root.der, leaf.der],
  staple: Buffer.from('a response'),
  acceptableAuthorities: [root.subject],
  done: true,
});

test('a list of a hundred thousand entries without content ends where no client would read on', () => {
  const certificates = [leaf.der, ...Array<Uint8Array>(100_000).fill(new Uint8Array())];
  const { certificates: read } = readServerFlight(flightBytes({ certificates, done: true }), null);
  expect(read).toHaveLength(400);
  expect(read?.[0]).toEqual(new Uint8Array(leaf.der));
});

describe('a whole flight', () => {
  const whole = {
    certificates: [leaf.der, root.der],
    stapled: Buffer.from('a response'),
    acceptableAuthorities: [root.subject],
    alerts: [],
  };

  test('of TLS 1.3', () => {
    const flight = readServerFlight(inbound, secret);
    expect(flight.serverHello).toMatchObject({ version: 0x0304, cipherSuite: 0x1302, retry: false });
    expect(plain(flight)).toMatchObject(plain(whole));
  });

  test('of TLS 1.2', () => {
    const flight = readServerFlight(tls12, null);
    expect(flight.serverHello?.version).toBe(0x0303);
    expect(plain(flight)).toMatchObject(plain({ ...whole, certificates: [leaf.der, root.der, leaf.der] }));
  });

  test('in records of one byte each', () => {
    const bodies = Buffer.concat([...recordBodies(tls12)]);
    const shredded = Buffer.concat([...bodies].map((byte) => records(22, Buffer.from([byte]))));
    expect(plain(readServerFlight(shredded, null))).toEqual(plain(readServerFlight(tls12, null)));
  });
});

test('without the secret, or with a wrong one, only the ServerHello of TLS 1.3 is read', () => {
  for (const known of [null, Buffer.alloc(48, 1)]) {
    const flight = readServerFlight(inbound, known);
    expect(flight.serverHello?.version).toBe(0x0304);
    expect(flight).toMatchObject({ certificates: null, stapled: null, acceptableAuthorities: null });
  }
});

test('alerts are told apart by level and stay in order', () => {
  const warning = records(21, Buffer.from([1, 112]));
  const { alerts } = readServerFlight(Buffer.concat([warning, alertRecord(40)]), null);
  expect(alerts).toEqual([
    { fatal: false, number: 112 },
    { fatal: true, number: 40 },
  ]);
});

describe('hostile bytes never throw', () => {
  // The lengths that matter most stand in front.
  const position = fc.oneof(fc.nat(150), fc.nat());
  const edits = fc.array(fc.tuple(position, fc.nat(255)), { maxLength: 12 });

  test.each([{ version: '1.2' }, { version: '1.3' }])('mutated and cut, TLS $version', ({ version }) => {
    const original = version === '1.2' ? tls12 : inbound;
    fc.assert(
      fc.property(
        edits,
        fc.oneof(fc.constant(original.length), fc.nat(original.length)),
        (changes, length) => {
          const bytes = Buffer.from(original.subarray(0, length));
          for (const [position, value] of changes) {
            if (length > 0) bytes[position % length] = value;
          }
          const { certificates } = readServerFlight(bytes, secret);
          expect((certificates ?? []).reduce((sum, { length: size }) => sum + size, 0)).toBeLessThanOrEqual(
            length,
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  test('any bytes at all, framed as records or not', () => {
    const framed = fc
      .array(fc.tuple(fc.constantFrom(20, 21, 22, 23, 24), fc.uint8Array({ maxLength: 300 })), {
        maxLength: 8,
      })
      .map((parts) => Buffer.concat(parts.map(([type, body]) => records(type, body))));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 600 }), framed), (bytes) => {
        readServerFlight(bytes, Buffer.alloc(32));
      }),
    );
  });

  test('any message body', () => {
    const message = fc
      .tuple(fc.constantFrom(2, 11, 13, 20, 22), fc.uint8Array({ maxLength: 200 }))
      .map(([type, body]) => records(22, Buffer.from([type, 0, 0, body.length, ...body])));
    fc.assert(
      fc.property(fc.array(message, { maxLength: 4 }), (messages) => {
        readServerFlight(Buffer.concat(messages), null);
      }),
    );
  });

  test('a Certificate list whose lengths lie', () => {
    const entry = fc
      .tuple(fc.nat(60), fc.uint8Array({ maxLength: 40 }))
      .map(([claimed, bytes]) => Buffer.from([0, 0, claimed, ...bytes]));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
        const list = Buffer.concat(entries);
        const body = [0, 0, list.length, ...list];
        const bytes = records(22, Buffer.from([11, 0, 0, body.length, ...body]));
        const { certificates } = readServerFlight(bytes, null);
        expect(Buffer.concat(certificates ?? []).length).toBeLessThanOrEqual(list.length);
      }),
    );
  });

  test('half a megabyte of one-byte records is read in one pass', () => {
    const many = Buffer.concat(Array(80_000).fill(records(22, Buffer.from([11]))));
    expect(readServerFlight(many, null).certificates).toBeNull();
  });
});

function* recordBodies(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    yield bytes.subarray(at + 5, end);
    at = end;
  }
}

function plain(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (_key, part) => {
      if (part instanceof Uint8Array) return Buffer.from(part).toString('hex');
      return part?.type === 'Buffer' ? Buffer.from(part.data).toString('hex') : part;
    }),
  );
}
