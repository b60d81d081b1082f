import { describe, expect, it } from 'vitest';
import { cert } from '../../commands/cert.ts';
import { bytesOfAll } from '../../src/core/files/handed-files.ts';
import { type Handover, pastedFile, type UploadedFile } from '../../src/core/files/uploaded-file.ts';
import type { Message } from '../../src/core/message.ts';
import { bytesOf, chainPem, fileServices, leaf } from '../support/certificate-files.ts';
import { caller, memoryServices, run, words } from '../support/commanding.ts';
import { writePkcs12 } from '../support/files/pkcs12-writer.ts';

const signal = new AbortController().signal;
const store = writePkcs12({
  certificates: [{ der: leaf.der, name: 'web' }],
  keys: [{ key: leaf.key, name: 'web' }],
  password: 'secret',
  mac: 'sha256',
});

function file(name: string, bytes: Uint8Array, size: number | null = bytes.length): UploadedFile {
  return { name, size, bytes: async () => new Uint8Array(bytes) };
}

async function read(handed: Partial<Handover>, values: Record<string, string> = {}): Promise<Message> {
  const [action] = cert.actions;
  const handover: Handover = { files: [], way: 'local', remark: null, ...handed };
  const named = { file: handover.files.map(({ name }) => name).join(', '), ...values };
  const services = memoryServices(fileServices);
  let last: Message | undefined;
  for await (const message of action?.run(named, caller, services, signal, handover) ?? []) last = message;
  if (last === undefined) throw new Error('no answer');
  return last;
}

describe('/cert on a file', () => {
  it('says what it is reading before it says what it is', async () => {
    const [action] = cert.actions;
    const handover: Handover = { files: [pastedFile(chainPem)], way: 'upload', remark: null };
    const summaries: string[] = [];
    const messages = action?.run(
      { file: 'pasted text' },
      caller,
      memoryServices(fileServices),
      signal,
      handover,
    );
    for await (const { summary } of messages ?? []) summaries.push(summary);
    expect(summaries).toEqual([
      'Reading pasted text ...',
      'pasted text is in order: site.test, 60 days left',
    ]);
  });

  it.each([
    [{ target: 'example.org' }, /Give a target or a file, not both/],
    [{ address: '192.0.2.7' }, /Give a target or a file, not both/],
  ])('takes no %j beside it', async (values, sentence) => {
    await expect(read({ files: [file('a', bytesOf(chainPem))] }, values)).rejects.toThrow(sentence);
  });

  it.each([
    [{}, /needs a target or a file/],
    [{ file: 'a.pem' }, /No file came with this/],
    [{ password: 'x' }, /No file came with this/],
    [{ target: 'example.org', password: 'x' }, /A password opens a file, and there is none/],
  ])('without one %j is a mistake', async (values, sentence) => {
    await expect(run(cert, '', values)).rejects.toThrow(sentence);
  });
});

describe('the password of a key store', () => {
  const files = [file('store.p12', store)];

  it('is taken when it was given', async () => {
    const message = await read({ files, way: 'upload' }, { password: 'secret' });
    expect(message.audience).toBe('caller');
    expect(words(message)).toContain('the private key belongs to site.test');
  });

  it('is asked for where somebody can be asked, three times', async () => {
    const asked: string[] = [];
    const answers = ['wrong', 'secret'];
    const askPassword = async (question: string) => {
      asked.push(question);
      return answers.shift() ?? null;
    };
    expect(words(await read({ files, askPassword }))).toContain('the private key belongs to site.test');
    expect(asked).toEqual(['Password of the file: ', 'That is not it. Password of the file: ']);
    let times = 0;
    const askWrong = async () => {
      times += 1;
      return 'wrong';
    };
    const wrong = await read({ files, askPassword: askWrong });
    expect(times).toBe(3);
    expect(words(wrong)).toMatch(/stayed closed[\s\S]*Give the right password/);
  });

  it('is not asked for when a wrong one was given, or nobody is there', async () => {
    let asked = 0;
    const askPassword = async () => {
      asked += 1;
      return null;
    };
    await read({ files, askPassword }, { password: 'wrong' });
    expect(asked).toBe(0);
    const closed = await read({ files });
    expect(words(closed)).toMatch(/stayed closed[\s\S]*--password-file F/);
    expect(closed.tone).toBe('unknown');
  });
});

describe('several files', () => {
  it('are one when all are PEM text', async () => {
    const both = [file('a', bytesOf(leaf.keyPem.trim())), file('b', bytesOf(chainPem))];
    expect(Buffer.from(await bytesOfAll(both, signal)).toString()).toBe(
      `${leaf.keyPem.trim()}\n${chainPem}\n`,
    );
    expect(words(await read({ files: both }))).toContain('the private key belongs to site.test');
  });

  it.each([
    [[file('a', bytesOf(chainPem)), file('b', store)], /only when all are PEM text/],
    [[file('a', bytesOf(chainPem)), file('b', new Uint8Array(0))], /b is empty/],
    [Array.from({ length: 11 }, () => file('a', bytesOf(chainPem))), /11 files; 10 is the most/],
    [[file('a', bytesOf('x'), 2_000_000)], /a has 1\.9 MiB; 1 MiB is the most/],
    [
      [
        file('a', bytesOf(`-----BEGIN ${'x'.repeat(600_000)}`)),
        file('b', bytesOf(`-----BEGIN ${'x'.repeat(600_000)}`)),
      ],
      /All of it has 1\.1 MiB/,
    ],
  ])('%# that cannot be read together are a mistake', async (files, sentence) => {
    await expect(bytesOfAll(files, signal)).rejects.toThrow(sentence);
  });
});
