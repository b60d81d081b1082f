import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cert } from '../../../commands/cert.ts';
import { parseWords } from '../../../src/chat/asking/parse.ts';
import { askSecret, type KeyInput } from '../../../src/chat/terminal/ask-secret.ts';
import { type Disk, disk, partFileWords } from '../../../src/chat/terminal/file-words.ts';
import { localFile, passwordFrom } from '../../../src/chat/terminal/local-files.ts';
import { handLocalFiles } from '../../../src/chat/terminal/local-handover.ts';

import { openShell } from '../../support/processes/command-line.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-local-'));
  await writeFile(join(folder, 'a.pem'), 'pem');
  await writeFile(join(folder, 'big'), new Uint8Array(1_100_000));
  await writeFile(join(folder, 'password'), 'first line\r\nsecond');
  await mkdir(join(folder, 'sub'));
});
afterAll(() => rm(folder, { recursive: true }));

const signal = AbortSignal.timeout(5000);
const silent = Readable.from([]);

describe('the words after cert', () => {
  const there: Disk = (path) => {
    if (path === 'live' || path === 'live/') return 'folder';
    return ['a.pem', 'api.example.org', './x'].includes(path) ? 'file' : null;
  };

  it.each([
    [['a.pem'], ['a.pem'], []],
    [['-'], ['-'], []],
    [['./x', 'a.pem'], ['./x', 'a.pem'], []],
    [['example.org'], [], ['example.org']],
    [['https://a.pem/'], [], ['https://a.pem/']],
    [['example.org/health.txt'], [], ['example.org/health.txt']],
    [['live'], [], ['live']],
  ])('%j are files %j and others %j', (words, files, others) => {
    expect(partFileWords(words, there)).toMatchObject({ files, others, remark: null });
  });

  it('may name a host and a file: the file is read, and the answer says so', () => {
    expect(partFileWords(['api.example.org'], there)).toMatchObject({
      files: ['api.example.org'],
      remark: expect.stringMatching(/For the host of that name write https:\/\/api\.example\.org\./),
    });
  });

  it.each([
    ['./nope', /There is no file \.\/nope\./],
    ['/nope/a', /There is no file \/nope\/a\./],
    ['nope.pem', /There is no file nope\.pem\. For a host of that name write https:\/\/nope\.pem\./],
    ['live/', /live\/ is a folder\. Name a file in it\./],
    ['nope.P12', /There is no file nope\.P12\./],
  ])('that can only be a path and lead nowhere are a mistake: %s', (word, sentence) => {
    expect(() => partFileWords([word], there)).toThrow(sentence);
  });
});

describe('a file of this machine', () => {
  it('is read, and standard input too', async () => {
    const read = (path: string, input: NodeJS.ReadableStream = silent) =>
      localFile(path, input).bytes(signal);
    expect(Buffer.from(await read(join(folder, 'a.pem'))).toString()).toBe('pem');
    expect(Buffer.from(await read('-', Readable.from(['a', Buffer.from('b')]))).toString()).toBe('ab');
  });

  it.each([
    ['sub', /is a folder\. Name a file in it/],
    ['nope', /cannot be read: there is no such file\./],
    ['a.pem/x', /cannot be read: there is no such file\./],
    ['big', /has 1 MiB; 1 MiB is the most|has 1\.0 MiB/],
  ])('that cannot be read is told: %s', async (name, sentence) => {
    await expect(localFile(join(folder, name), silent).bytes(signal)).rejects.toThrow(sentence);
  });

  it('never ends: it is left at the limit', async () => {
    await expect(localFile('/dev/zero', silent).bytes(signal)).rejects.toThrow(/more than 1 MiB/);
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65_536);
      })(),
    );
    await expect(localFile('-', endless).bytes(signal)).rejects.toThrow(/Standard input has more than 1 MiB/);
  });

  it('gives the password of its first line', async () => {
    expect(await passwordFrom(join(folder, 'password'), silent)).toBe('first line');
    expect(await passwordFrom('-', Readable.from(['from a pipe\n']))).toBe('from a pipe');
  });
});

it('a password whose file is not there is said once, by the program itself', async () => {
  await using shell = await openShell();
  const { code, error } = await shell.run(['cert', '-', '--password-file', 'nope']);
  expect({ code, error }).toEqual({
    code: 3,
    error: 'notafter: nope cannot be read: there is no such file.\n',
  });
});

describe('what is handed over', () => {
  const local = {
    files: [] as string[],
    passwordFile: null as string | null,
    secretFile: null as string | null,
    remark: null,
  };
  const hand = (parts: Partial<typeof local>) =>
    handLocalFiles(
      parseWords(cert, []),
      { ...local, ...parts },
      { input: silent, write: () => {}, interrupt: () => {} },
    );

  it('is the files by name, and the password beside them', async () => {
    const { request, handover } = await hand({ files: ['a', 'b'], passwordFile: join(folder, 'password') });
    expect(request.values).toEqual({ file: 'a, b', password: 'first line' });
    expect(handover).toMatchObject({ way: 'local', files: [{ name: 'a' }, { name: 'b' }] });
    expect(await handover.askPassword?.('?')).toBeNull();
  });

  it('cannot be standard input twice', async () => {
    await expect(hand({ files: ['-'], passwordFile: '-' })).rejects.toThrow(/can be read once/);
  });

  it('is looked for on the disk, whatever the word', () => {
    expect([disk(folder), disk(join(folder, 'a.pem')), disk('no such'), disk('x'.repeat(10_000))]).toEqual([
      'folder',
      'file',
      null,
      null,
    ]);
  });
});

describe('a password that is asked for', () => {
  function terminal() {
    const raw: boolean[] = [];
    const input = Object.assign(new PassThrough(), {
      isTTY: true,
      setRawMode: (isRaw: boolean) => void raw.push(isRaw),
    }) as KeyInput & PassThrough;
    let written = '';
    let interrupts = 0;
    const ask = () =>
      askSecret('Password: ', {
        input,
        write: (text) => {
          written += text;
        },
        interrupt: () => {
          interrupts += 1;
        },
      });
    return { input, raw, ask, written: () => written, interrupts: () => interrupts };
  }

  it('is read without an echo, key by key, twice', async () => {
    const { input, raw, ask, written } = terminal();
    const first = ask();
    input.write('sexx');
    input.write('\u007f\u007fcret\r');
    expect(await first).toBe('secret');
    const second = ask();
    input.write('again\n');
    expect(await second).toBe('again');
    expect(raw).toEqual([true, false, true, false]);
    expect(written()).toBe('Password: \nPassword: \n');
  });

  it.each(['\u0003', '\u0004'])('is not given on %j', async (key) => {
    const { input, raw, ask, interrupts } = terminal();
    const asked = ask();
    input.write(`abc${key}`);
    expect(await asked).toBeNull();
    expect(interrupts()).toBe(key === '\u0003' ? 1 : 0);
    expect(raw).toEqual([true, false]);
  });

  it('is not asked for where there is no terminal', async () => {
    const asking = { input: new PassThrough() as KeyInput, write: () => {}, interrupt: () => {} };
    expect(await askSecret('Password: ', asking)).toBeNull();
  });
});
