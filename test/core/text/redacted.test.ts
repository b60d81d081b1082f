import { describe, expect, it, test } from 'vitest';
import { redactor } from '../../../src/core/text/redacted.ts';
import { secretsIn } from '../../../src/settings/secret-files.ts';
import { secretNames } from '../../../src/settings.ts';

const line = JSON.stringify({
  level: 40,
  time: 1764281234567,
  reason: 'a test failed',
  msg: 'notafter_members',
});

describe('harmless text stays', () => {
  it.each(['a', 'test', 'level', ' ', '"', '40', 'members', 'notafter', '{"level":', '764281'])(
    'when a secret is %j',
    (secret) => {
      expect(redactor([secret])(line)).toBe(line);
    },
  );

  it('and JSON stays JSON when a secret is a number', () => {
    const redact = redactor(['12345678', '1764281234567']);
    expect(JSON.parse(redact('{"time":1764281234567,"pid":12345678,"msg":"12345678"}'))).toEqual({
      time: 0,
      pid: 0,
      msg: '0',
    });
  });
});

describe('taken out', () => {
  it.each([
    'hunter22',
    'two words and more',
    'line one\nline two of it',
    'quoted "inside" \\ and \'so\'',
    'pässwörd-日本-🔒-and-more',
    '%41%2fpercent-encoded',
    '$& $1 (regular) [expression]*',
  ])('%j, as it is, in JSON, in JSON in JSON, in a URL and in Basic credentials', (secret) => {
    const redact = redactor([secret]);
    const quoted = JSON.stringify({ said: secret });
    const basic = (user: string) => Buffer.from(`${user}:${secret}`).toString('base64');
    const written = [secret, quoted, JSON.stringify({ said: quoted }), encodeURIComponent(secret)];
    for (const text of written) {
      expect(redact(`it said ${text}.`)).toContain('[secret]');
      expect(redact(`it said ${text}.`)).not.toContain(secret);
    }
    for (const user of ['', 'x', 'xy']) expect(redact(`Basic ${basic(user)}`)).not.toContain(basic(user));
  });
});

test('what is secret in settings, down to the password of a URL and the secret of a client', () => {
  const env = {
    DATABASE_URL: 'postgres://notafter:pa,ss%40w@db.example.org/notafter_production',
    INTROSPECTION_CLIENTS:
      'https://id.example.org notafter-at-work s3cr3t99\nhttps://b.example.org b pässw0rd',
    WEBHOOK_payments_URL: 'https://hooks.example.org/services/T00000000000/B1111%20111111',
  };
  const redact = redactor(secretsIn(env, secretNames));
  for (const secret of ['pa,ss%40w', 'pa,ss@w', 's3cr3t99', 'pässw0rd', 'T00000000000', 'B1111 111111']) {
    expect(redact(`it said ${secret} to me`)).toBe('it said [secret] to me');
  }
  const harmless = 'notafter_production at db.example.org answered https://hooks.example.org';
  expect(redact(harmless)).toBe(harmless);
});
