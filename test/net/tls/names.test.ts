import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertInText, alertOf } from '../../../src/net/tls/alerts.ts';
import { authorityTexts } from '../../../src/net/tls/authority-names.ts';
import { canBeTls, spokenBy } from '../../../src/net/tls/first-bytes.ts';
import { distinguishedName } from '../../support/certificates/names.ts';

describe('names of acceptable authorities', () => {
  test('most significant last, as RFC 4514 writes them', () => {
    const name = distinguishedName([
      { type: 'C', value: 'DE' },
      { type: 'O', value: 'Müller' },
      { type: 'OU', value: 'Ops' },
      { type: 'CN', value: 'Clients' },
    ]);
    expect(authorityTexts([name])).toEqual(['CN=Clients, OU=Ops, O=Müller, C=DE']);
  });

  test('what could pass for something else is escaped', () => {
    const name = distinguishedName('A, O=Fake\n\u202eB');
    expect(authorityTexts([name])).toEqual(['CN=A\\, O=Fake??B']);
  });

  test('no value is longer than 128 characters, no list longer than 20', () => {
    const long = distinguishedName('x'.repeat(5_000));
    const texts = authorityTexts(Array(30).fill(long));
    expect(texts).toHaveLength(20);
    expect(texts[0]).toBe(`CN=${'x'.repeat(128)}`);
  });

  test('any bytes give some text', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => authorityTexts([bytes])[0] !== ''));
    expect(authorityTexts([new Uint8Array(0)])).toEqual(['a name that cannot be read']);
  });
});

describe('what speaks', () => {
  test.each([
    { bytes: 'HTTP/1.0 400 Bad Request\r\n', spoke: 'http' },
    { bytes: '<html><head><title>400', spoke: 'http' },
    { bytes: '\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x05\x00\x00\x40\x00', spoke: 'http' },
    { bytes: 'SSH-1.99-Cisco-1.25\n', spoke: 'ssh' },
    { bytes: '220-mx.test ESMTP Exim 4.96\r\n', spoke: 'smtp' },
    { bytes: '554 mx.test SMTP not accepted here\r\n', spoke: 'smtp' },
    { bytes: '220 ProFTPD Server ready.\r\n', spoke: 'ftp' },
    { bytes: '* BYE too many connections\r\n', spoke: 'imap' },
    { bytes: '-ERR busy\r\n', spoke: 'pop3' },
    {
      bytes: "\x48\x00\x00\x00\xff\x6a\x04Host 'a' is not allowed to connect to this MariaDB",
      spoke: 'mysql',
    },
    { bytes: '\x5b\x00\x00\x00\x0a11.4.2-MariaDB\x00', spoke: 'mysql' },
    { bytes: "<?xml version='1.0'?><stream:stream xmlns='jabber:client'", spoke: 'xmpp' },
    { bytes: '<?xml version="1.0"?><rss>', spoke: 'unknown' },
    { bytes: 'hello', spoke: 'unknown' },
    { bytes: '', spoke: 'unknown' },
  ])('$spoke: $bytes', ({ bytes, spoke }) => {
    expect(spokenBy(Buffer.from(bytes, 'latin1'))).toBe(spoke);
  });

  test('a record of any TLS version can be TLS, as can its first bytes alone', () => {
    expect(canBeTls(Buffer.from([22, 3, 0, 0, 4]))).toBe(true);
    expect(canBeTls(Buffer.from([21]))).toBe(true);
    expect(canBeTls(Buffer.alloc(0))).toBe(true);
    expect(canBeTls(Buffer.from([22, 4]))).toBe(false);
    expect(canBeTls(Buffer.from('HTTP'))).toBe(false);
  });
});

describe('alerts', () => {
  test('are found in the text of OpenSSL', () => {
    const text =
      'error:0A000418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca:rec_layer_s3.c:916:SSL alert number 48';
    expect(alertInText(text)).toEqual({ number: 48, name: 'unknown_ca' });
    expect(alertInText('wrong version number')).toBeNull();
  });

  test('have a name whatever their number', () => {
    const names = Array.from({ length: 256 }, (_, number) => alertOf(number).name);
    expect(new Set(names).size).toBe(256);
    expect(names.every((name) => /^[a-z_]+(_\d+)?$/.test(name))).toBe(true);
  });
});
