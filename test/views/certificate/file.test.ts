import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../../src/chat/terminal/render.ts';
import { offeredFiles } from '../../../src/core/files/offered-file.ts';
import type { UploadWay } from '../../../src/core/files/uploaded-file.ts';
import type { Message } from '../../../src/core/message.ts';
import type { FileRecord } from '../../../src/core/services.ts';
import { publicSecretsIn } from '../../../src/pki/report/public-secrets.ts';
import { certificateFileMessage } from '../../../src/views/certificate/file.ts';
import { bytesOf, fileServices, intermediate, leaf, withKeyPem } from '../../support/certificate-files.ts';
import {
  daysFrom,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../support/certificates/forge.ts';
import { words } from '../../support/commanding.ts';

const signal = new AbortController().signal;
const stranger = forgeIntermediate(forgeRoot({ subject: 'Elsewhere Root' }), { subject: 'Elsewhere CA' });

async function shown(
  text: string | Uint8Array,
  parts: { name?: string; way?: UploadWay; hadPassword?: boolean; remark?: string | null } = {},
): Promise<Message> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const record = await fileServices.readCertificates(bytes, { password: null, signal });
  const { name = 'a.pem', way = 'local', hadPassword = false, remark = null } = parts;
  return certificateFileMessage(record, { name, way, hadPassword, remark });
}

describe('a file in order', () => {
  it('is told with days left, roles, the match of the key and the chain of a server', async () => {
    const message = await shown(leaf.keyPem + leaf.pem + intermediate.pem);
    expect(message).toMatchObject({ tone: 'good', summary: 'a.pem is in order: site.test, 60 days left' });
    expect(words(message)).toMatch(
      /1 \| site\.test \| server \| \d+ \w{3} 20\d\d \| 60\n2 \| Test Intermediate CA \| intermediate/,
    );
    expect(words(message)).toContain('Key match: the private key belongs to site.test');
    expect(words(message)).toContain('2 certificates and one private key (EC P-256)');
    expect(offeredFiles(message)).toMatchObject([
      { name: 'site.test-chain.pem', text: leaf.pem + intermediate.pem },
    ]);
    expect(message.buttons).toEqual([
      { label: 'What site.test serves', command: 'cert', values: { target: 'site.test' } },
    ]);
    expect(words(message)).not.toMatch(/Wrong|Fix|burnt/);
  });

  it('shows a lone certificate whole, whoever it belongs to', async () => {
    for (const { pem, fingerprint256 } of [intermediate, forgeRoot({ subject: 'Some Root' })]) {
      const told = words(await shown(pem));
      expect(told).toMatch(/^Valid: .* until /m);
      expect(told).toMatch(/^Issuer: CN=/m);
      expect(told).toContain(`SHA-256: ${fingerprint256}`);
    }
  });

  it('has a table that fits 60 columns, long names and ended certificates too', async () => {
    const names = { subject: 'An Authority With A Rather Long Name 2026' };
    const old = forgeLeaf(intermediate, { ...names, dns: [], notAfter: daysFrom(fixedNow, -10.5) });
    const message = await shown(old.pem + stranger.pem + forgeIntermediate(forgeRoot(), names).pem);
    const lines = renderTerminal(message, { colour: false, width: 60, zone: 'UTC', now: fixedNow }).split(
      '\n',
    );
    expect(lines.join('\n')).toMatch(/# +certificate +role +until +days\n +1 +\S.*5 Jun 2026 +over\n/);
    expect(lines.filter((line) => line.length > 60 && !/SHA-256|--save/.test(line))).toEqual([]);
  });

  it('may be due for renewal', async () => {
    const old = forgeLeaf(intermediate, {
      notBefore: daysFrom(fixedNow, -88),
      notAfter: daysFrom(fixedNow, 2),
    });
    const message = await shown(old.pem + intermediate.pem);
    expect(message.tone).toBe('warning');
    expect(message.summary).toMatch(/site\.test should have been renewed; 2 days left/);
  });
});

describe('what is wrong with a file', () => {
  const expired = forgeLeaf(intermediate, { notAfter: daysFrom(fixedNow, -1) });
  const early = forgeLeaf(intermediate, { notBefore: daysFrom(fixedNow, 1) });
  const selfSigned = forgeLeaf(null);
  const other = forgeLeaf(intermediate, { dns: ['other.test'] });

  it.each<[string, string, Message['tone'], RegExp, RegExp]>([
    ['expired', expired.pem + intermediate.pem, 'bad', /site\.test has expired/, /Have it issued anew/],
    ['early', early.pem + intermediate.pem, 'bad', /site\.test is not valid yet/, /notBefore/],
    ['without intermediate', leaf.pem, 'bad', /The issuer of site\.test is missing/, /Add the intermediate/],
    ['self-signed', selfSigned.pem, 'warning', /The certificate signed itself/, /EXTRA_CA_FILE/],
    [
      'another key',
      other.keyPem + leaf.pem + intermediate.pem,
      'bad',
      /does not belong to site\.test/,
      /Find the key/,
    ],
    [
      'reversed',
      intermediate.pem + leaf.pem,
      'warning',
      /not in the order a server sends/,
      /Use the file that is offered/,
    ],
    [
      'twice',
      leaf.pem + intermediate.pem + leaf.pem,
      'warning',
      /site\.test is in the file twice: certificate 3 is a copy of certificate 1/,
      /Leave the copy out/,
    ],
    [
      'a stranger',
      leaf.pem + intermediate.pem + stranger.pem,
      'warning',
      /Elsewhere CA belongs to no chain/,
      /Leave it out/,
    ],
    ['nothing', 'hello', 'unknown', /There is no certificate in it/, /Send the certificate itself/],
    ['cut off', leaf.pem.slice(0, 300), 'bad', /cannot be read/, /Copy the file anew/],
  ])('%s is told with what to do', async (_what, text, tone, what, fix) => {
    const message = await shown(text);
    expect(message.tone).toBe(tone);
    expect(message.summary).toMatch(what);
    expect(words(message)).toMatch(fix);
  });

  it('says where a missing issuer can be had, and calls no chain whole that is not', async () => {
    const bare = forgeLeaf(intermediate, { caIssuers: ['http://ca.test/r11.der'] });
    const message = await shown(bare.pem);
    expect(words(message)).toContain('which the authority hands out at http://ca.test/r11.der. Of a');
    expect(words(await shown(leaf.pem))).toContain('hands out beside the certificate. Of a');
    expect(offeredFiles(message)).toMatchObject([{ name: 'site.test-incomplete-chain.pem' }]);
  });

  it('is told once when the title says it, and bounded', async () => {
    const message = await shown(leaf.pem);
    expect(words(message).match(/is missing/g)).toHaveLength(1);
    const many = Array.from({ length: 40 }, (_, at) => forgeLeaf(null, { dns: [`${at}.test`] }).pem).join('');
    const long = await shown(many);
    expect(words(long)).toMatch(/more things are wrong with it/);
    expect(words(long)).toMatch(/and 20 more/);
    expect(offeredFiles(long).length).toBeLessThanOrEqual(3);
  });
});

describe('a key that everybody has', () => {
  it('comes before everything else that is wrong', async () => {
    const record = await fileServices.readCertificates(bytesOf(leaf.pem), { password: null, signal });
    const key = { name: 'the example key of a server', source: 'its package' };
    const publicSecrets = publicSecretsIn(record, { find: () => key });
    const view = { name: 'a.pem', way: 'local', hadPassword: false, remark: null } as const;
    const message = certificateFileMessage({ ...record, publicSecrets } as FileRecord, view);
    expect(message.summary).toBe(
      'a.pem: The private key of site.test is public: the example key of a server (its package)',
    );
    expect(words(message)).toContain('The issuer of site.test is missing');
    expect(publicSecretsIn(record, { find: () => null })).toEqual([]);
  });
});

describe('a private key', () => {
  it.each<UploadWay>(['message', 'upload'])(
    'that came as %s is burnt, and its owner alone is told',
    async (way) => {
      const message = await shown(withKeyPem, { way });
      expect(message).toMatchObject({ tone: 'bad', audience: 'caller' });
      expect(message.summary).toMatch(/holds a private key, which must now be considered burnt/);
      expect(words(message)).toMatch(
        /Make a new key[\s\S]*issued anew[\s\S]*revoked, with the reason keyCompromise/,
      );
      expect(words(message).includes('Delete the message')).toBe(way === 'message');
    },
  );

  it("on the disk of its owner is nobody else's business", async () => {
    expect(words(await shown(withKeyPem))).not.toMatch(/burnt|Delete/);
  });

  it('is never in a message: not in its words, its files, its buttons or its record', async () => {
    const message = await shown(withKeyPem, { way: 'upload' });
    const all = JSON.stringify(message, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    for (const line of leaf.keyPem.split('\n').filter((one) => /^[A-Za-z0-9+/=]{20,}$/.test(one))) {
      expect(all).not.toContain(line.slice(0, 40));
    }
  });
});

describe('the answer', () => {
  it('goes to the caller alone when there was a password', async () => {
    expect((await shown(leaf.pem, { hadPassword: true })).audience).toBe('caller');
    expect((await shown(leaf.pem)).audience).toBeUndefined();
  });

  it('says how a word was taken, and which roots it trusts', async () => {
    expect(words(await shown(leaf.pem, { remark: 'a.pem is a file here.' }))).toContain(
      'a.pem is a file here.',
    );
    expect(words(await shown(leaf.pem))).toMatch(/Trust is judged by /);
    expect(words(await shown('hello'))).not.toMatch(/Trust is judged by /);
  });

  it('keeps a long name short', async () => {
    const message = await shown(leaf.pem, { name: 'n'.repeat(500) });
    expect(message.summary.length).toBeLessThan(300);
  });
});
