import { describe, expect, it } from 'vitest';
import { startOwnHandshake } from '../../../../src/net/tls/own-client/own-handshake.ts';
import { type OwnHello, ownHello } from '../../../../src/net/tls/own-client/own-hello.ts';
import { forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { makeKey } from '../../../support/certificates/keys.ts';
import { alertRecord } from '../../../support/farm/flight.ts';
import { certificate13, message13 } from '../../../support/farm/flight-13.ts';
import { agreedSecret, type PaperFlight, paperFlight } from '../../../support/farm/paper-flight.ts';

const leaf = forgeLeaf(forgeRoot());
const sound: PaperFlight = { chain: [leaf.der], key: leaf.key };
const other = makeKey('p256', 'other');
const larger = forgeLeaf(forgeRoot(), { key: 'p384' });

function hello(): OwnHello {
  const made = ownHello('site.test', ['h2', 'http/1.1']);
  if (made === null) throw new Error('the hello of OpenSSL is not understood');
  return { ...made, shares: { ...made.shares, secretWith: () => agreedSecret } };
}

function answer(flight: PaperFlight, pieces = 1) {
  const sent = hello();
  const handshake = startOwnHandshake(sent);
  const bytes = paperFlight(sent, flight);
  let step = handshake.step(Buffer.alloc(0));
  for (let piece = 1; piece <= pieces && step.do === 'wait'; piece += 1) {
    step = handshake.step(bytes.subarray(0, Math.ceil((bytes.length * piece) / pieces)));
  }
  return step;
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex');
}

describe('a handshake by our own client is finished', () => {
  it.each<[string, PaperFlight, number?]>([
    ['as it should be', sound],
    ['in pieces of a byte', sound, 5000],
    ['cut inside the headers of messages', { ...sound, cut: { fragment: 23 } }],
    ['with padding', { ...sound, cut: { fragment: 300, padding: 700 } }],
    [
      'with the protocol http/1.1',
      { ...sound, extensions: bytes('000f 0010 000b 0009 08 687474702f312e31') },
    ],
    [
      'with groups of the server and an empty server_name',
      { ...sound, extensions: bytes('000c 000a 0004 0002 001d 0000 0000') },
    ],
  ])('%s', (_what, flight, pieces) => {
    const step = answer(flight, pieces);
    expect(step.do === 'finish' && step.session.chain).toEqual([Uint8Array.from(leaf.der)]);
  });
});

const certificateRequest = message13(13, bytes('00 0000'));

describe('is left to OpenSSL where', () => {
  it.each<[string, Partial<PaperFlight>]>([
    ['another key has signed', { key: other }],
    ['the scheme is for another curve than the key', { chain: [larger.der], key: larger.key }],
    ['the scheme is one of TLS 1.2 only', { scheme: 0x0401 }],
    ['the Finished is wrong', { finished: (body) => body.fill(1) }],
    ['the Finished is cut', { finished: (body) => body.subarray(1) }],
    ['the session id is not ours', { hello: (body) => flip(body, 40) }],
    ['the suite was not offered', { hello: (body) => flip(body, 67, 0x80) }],
    ['it compresses', { hello: (body) => flip(body, 69) }],
    ['it is TLS 1.2 in a hello of 1.3', { hello: (body) => flip(body, 77, 7) }],
    ['the ServerHello goes on behind its end', { hello: (body) => Buffer.concat([body, bytes('00')]) }],
    ['a message begins before the keys change', { behindHello: bytes('08') }],
    ['the hello has an extension that nobody asked for', { extensions: bytes('0004 ffff 0000') }],
    ['an extension comes twice', { extensions: bytes('0008 0000 0000 0000 0000') }],
    ['two protocols are chosen', { extensions: bytes('000a 0010 0006 0004 01 61 01 62') }],
    ['the protocol was not offered', { extensions: bytes('0009 0010 0005 0003 02 6833') }],
    ['a client certificate is asked for', { certificate: [certificateRequest, certificate13([leaf.der])] }],
    ['the list is empty', { certificate: [certificate13([])] }],
    ['the Certificate has a context', { certificate: [message13(11, bytes('01 00 000000'))] }],
    ['the Certificate is cut', { certificate: [message13(11, bytes('00 000005 000001 00'))] }],
    ['the Certificate comes twice', { certificate: [certificate13([leaf.der]), certificate13([leaf.der])] }],
    ['the first certificate is none', { chain: [bytes('3000')] }],
    ['it plays for time in records of a byte', { cut: { fragment: 1 } }],
  ])('%s', (_what, change) => {
    expect(answer({ ...sound, ...change }).do).toBe('give-up');
  });

  it.each([
    ['an alert comes in the clear', alertRecord(40)],
    ['no record comes', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['it only changes ciphers', Buffer.concat(Array(200).fill(bytes('14 0303 0001 01')))],
    ['a record is longer than any may be', bytes('16 0303 ffff 00')],
  ])('%s', (_what, received) => {
    expect(startOwnHandshake(hello()).step(received).do).toBe('give-up');
  });

  it('waits for what is cut, and says so', () => {
    const sent = hello();
    const whole = paperFlight(sent, sound);
    const handshake = startOwnHandshake(sent);
    for (const length of [0, 1, 4, 60, 140, 300, whole.length - 1]) {
      expect(handshake.step(whole.subarray(0, length)).do, `${length}`).toBe('wait');
    }
    expect(handshake.step(whole).do).toBe('finish');
  });
});

function flip(body: Buffer, at: number, bits = 1): Buffer {
  body[at] = (body[at] ?? 0) ^ bits;
  return body;
}
