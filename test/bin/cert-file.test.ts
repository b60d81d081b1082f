import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { writePkcs12 } from '../support/files/pkcs12-writer.ts';
import { openShell, type Shell, textOf } from '../support/processes/command-line.ts';

const now = new Date();
const root = forgeRoot({ now });
const intermediate = forgeIntermediate(root, { now });
const leaf = forgeLeaf(intermediate, { now });
const other = forgeLeaf(intermediate, { now });

let shell: Shell;
beforeAll(async () => {
  shell = await openShell({ anchorsPem: root.pem });
  const put = (name: string, data: string | Uint8Array) => writeFile(join(shell.folder, name), data);
  await put('reversed.pem', intermediate.pem + leaf.pem);
  await put('key.pem', leaf.keyPem);
  await put('other.pem', other.keyPem);
  await put('site.test', leaf.pem + intermediate.pem);
  await put('empty.pem', '');
  await put('big.pem', new Uint8Array(10_000_000));
  await put('photo.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]));
  await put('password', 'secret\n');
  const certificates = [leaf, intermediate].map(({ der }, at) => ({ der, name: String(at) }));
  await put(
    'store.p12',
    writePkcs12({ certificates, keys: [{ key: leaf.key, name: '0' }], password: 'secret', mac: 'sha256' }),
  );
  await mkdir(join(shell.folder, 'folder'));
});
afterAll(() => shell[Symbol.asyncDispose]());

describe('notafter cert FILE', () => {
  it('says what is wrong and saves the chain as a server wants it', async () => {
    const { out, code, error } = await shell.run(['cert', 'reversed.pem', 'key.pem', '--save', 'out']);
    expect(error).toBe('');
    expect(out).toMatch(/^! reversed\.pem, key\.pem: The certificates of site\.test are not in the order/);
    expect(out).toMatch(/Key match +the private key belongs to site\.test/);
    expect(out).toContain('out/site.test-chain.pem: written');
    expect(out).not.toMatch(/burnt/);
    expect(code).toBe(1);
    expect(await readFile(join(shell.folder, 'out/site.test-chain.pem'), 'utf8')).toBe(
      leaf.pem + intermediate.pem,
    );
  });

  it('ends with 2 when the key belongs to something else', async () => {
    const { out, code } = await shell.run(['cert', 'site.test', 'other.pem']);
    expect(out).toMatch(/The private key in the file does not belong to site\.test/);
    expect(out).toMatch(/site\.test is the name of a file here, which was read\./);
    expect(code).toBe(2);
  });

  it('opens a key store with the first line of a file, or of standard input', async () => {
    const asked = await shell.run(['cert', 'store.p12', '--password-file', 'password']);
    expect(asked.out).toMatch(/^✓ store\.p12 is in order: site\.test, \d+ days left/);
    const child = shell.start(['cert', 'store.p12', '--password-file', '-', '--json']);
    child.stdin?.end('secret\n');
    const record = JSON.parse(await textOf(child.stdout));
    expect(record).toMatchObject({
      format: 'pkcs12',
      chains: [{ key: 'matches' }],
      files: [{ name: 'site.test-chain.pem' }],
    });
    expect(JSON.stringify(record)).not.toContain('secret');
    const closed = await shell.run(['cert', 'store.p12']);
    expect(closed.out).toMatch(/stayed closed[\s\S]*--password-file F/);
    expect(closed.code).toBe(3);
  });

  it('reads standard input, and text that is an argument', async () => {
    const child = shell.start(['cert', '-']);
    child.stdin?.end(leaf.pem + intermediate.pem);
    expect(await textOf(child.stdout)).toMatch(/^✓ standard input is in order/);
    expect((await shell.run(['cert', leaf.pem + intermediate.pem])).out).toMatch(
      /^✓ pasted text is in order/,
    );
  });

  it.each([
    [['empty.pem'], /empty\.pem is empty: there is nothing to read in it/],
    [['big.pem'], /big\.pem has 9\.5 MiB; 1 MiB is the most/],
    [['photo.jpg'], /There is no certificate in it: it is a JPEG picture/],
    [['./folder'], /\.\/folder is a folder\. Name a file in it/],
    [['nope.pem'], /There is no file nope\.pem/],
    [['site.test', 'example.org'], /Give a target or a file, not both/],
    [['site.test', '--address', '127.0.0.1'], /Give a target or a file, not both/],
    [['store.p12', 'password:secret'], /a password is not taken as one\. Use --password-file/],
    [['store.p12', '--password-file', 'nope'], /nope cannot be read: there is no such file/],
    [['-', '--password-file', '-'], /Standard input \(-\) can be read once/],
    [['--file', 'nope'], /nope cannot be read: there is no such file/],
  ])('%j ends with 3 and a plain sentence', async (words, sentence) => {
    const child = shell.start(['cert', ...words]);
    child.stdin?.end();
    const [out, error, [code]] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      once(child, 'close'),
    ]);
    expect(`${out}${error}`.replace(/\s+/g, ' ')).toMatch(sentence);
    expect(code).toBe(3);
  });

  it('is explained by --help', async () => {
    const { out } = await shell.run(['cert', '--help']);
    for (const words of [
      '[target|file...]',
      '--password-file <file>',
      '--save <dir>',
      'notafter cert fullchain.pem privkey.pem',
    ]) {
      expect(out).toContain(words);
    }
  });
});
