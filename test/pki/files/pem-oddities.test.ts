import { describe, expect, it } from 'vitest';
import type { FileContents } from '../../../src/pki/files/file-contents.ts';
import { writePem } from '../../../src/pki/files/pem/pem.ts';
import { readPemBody } from '../../../src/pki/files/pem/pem-body.ts';
import { readFile } from '../../../src/pki/files/read-file.ts';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';

const intermediate = forgeIntermediate(forgeRoot());
const leaf = forgeLeaf(intermediate);
const chain = leaf.pem + intermediate.pem;

function read(content: string | Uint8Array): Promise<FileContents> {
  return readFile(Buffer.from(content));
}

function lines(text: string, change: (line: string) => string): string {
  return text.trimEnd().split('\n').map(change).join('\n');
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

/** The same two certificates, as people and their tools hand them on. */
const writings: readonly (readonly [how: string, content: string | Uint8Array])[] = [
  ['as it should be', chain],
  ['CRLF', chain.replaceAll('\n', '\r\n')],
  ['lone CR', chain.replaceAll('\n', '\r')],
  ['UTF-8 with a byte order mark', `\ufeff${chain}`],
  ['UTF-16, little end first', utf16(chain)],
  ['UTF-16, big end first', utf16(chain).swap16()],
  ['UTF-16 without a mark', Buffer.from(chain, 'utf16le')],
  [
    'text before, between and after',
    `subject=CN = a: b\n\n${leaf.pem}\n 1 s:CN=x\n${intermediate.pem}---\nDONE\n`,
  ],
  ['indented', lines(chain, (line) => `      ${line}`)],
  ['quoted in a mail', lines(chain, (line) => `> ${line}`)],
  ['quoted twice', lines(chain, (line) => `>> ${line}`)],
  ['in a fence of a chat', `look:\n\`\`\`\n${chain}\`\`\` ok?`],
  ['in a diff', lines(chain, (line) => `+${line}`)],
  ['as a comment', lines(chain, (line) => `# ${line}`)],
  ['one line, "\\n" for line ends', `TLS_CERT="${chain.replaceAll('\n', '\\n')}"`],
  ['one line, "\\r\\n" for line ends', chain.replaceAll('\n', '\\r\\n')],
  ['escaped twice', JSON.stringify(JSON.stringify({ cert: chain }))],
  ['JSON of .NET', JSON.stringify({ chain }).replaceAll('+', '\\u002B').replaceAll('/', '\\/')],
  ['a string literal over many lines', lines(chain, (line) => `  "${line}\\n" +`)],
  ['spaces for line ends', chain.replaceAll('\n', ' ')],
  ['no line ends at all', chain.replaceAll('\n', '')],
  ['URL-encoded', encodeURIComponent(chain)],
  ['URL-encoded as a form', encodeURIComponent(chain).replaceAll('%20', '+')],
  ['HTML', `<pre>${chain.replaceAll('+', '&#43;').replaceAll('\n', '<br>\n')}</pre>`],
  ['dashes made long', chain.replaceAll('-----', '—–')],
  ['boundary lines that are too long', chain.replaceAll('-----', '--------')],
  ['no-break spaces', lines(chain, (line) => `\u00a0${line}\u200b`)],
  ['blank lines inside', chain.replaceAll('\n', '\n\n')],
  ['YAML', `cert: |\n${lines(chain, (line) => `  ${line}`)}\nother: 1\n`],
  ['base64url', chain.replaceAll('+', '-').replaceAll('/', '_')],
  ['X509 CERTIFICATE', chain.replaceAll(' CERTIFICATE', ' X509 CERTIFICATE')],
  ['small letters in the label', chain.replaceAll(' CERTIFICATE', ' Certificate')],
  ['small letters throughout', chain.replace(/(BEGIN|END) CERTIFICATE/g, (line) => line.toLowerCase())],
  ['headers', chain.replaceAll('CERTIFICATE-----\nM', 'CERTIFICATE-----\nX-Name: a\n b\n\nM')],
  ['a trailing NUL', `${chain}\0`],
  ['base64 of PEM', base64(chain)],
  ['base64 of one after the other', [leaf, intermediate].map(({ der }) => base64Lines(der)).join('\n\n')],
  ['a secret of Kubernetes', `data:\n  tls.crt: ${base64(chain)}\n  other: aGVsbG8=\n`],
  [
    'SAML metadata',
    `<a><X509Certificate>\n${base64Lines(leaf.der)}</X509Certificate><X509Certificate>${intermediate.der.toString('base64')}</X509Certificate></a>`,
  ],
  [
    'x5c of a key set',
    JSON.stringify({ x5c: [leaf.der, intermediate.der].map((der) => der.toString('base64')) }),
  ],
];

function base64Lines(der: Uint8Array): string {
  return writePem(der).split('\n').slice(1, -2).join('\n');
}

describe('the same two certificates', () => {
  it.each(writings)('%s', async (_how, content) => {
    const { certificates, problems, unreadable } = await read(content);
    expect(certificates.map(({ certificate }) => certificate.fingerprint256)).toEqual([
      leaf.fingerprint256,
      intermediate.fingerprint256,
    ]);
    expect({ problems, unreadable }).toEqual({ problems: [], unreadable: [] });
  });
});

describe('one certificate', () => {
  const writings: readonly (readonly [how: string, content: string | Uint8Array, described: string])[] = [
    ['DER', leaf.der, 'a certificate'],
    ['base64 without line ends', leaf.der.toString('base64'), 'base64 of a certificate'],
    ['base64 in lines', base64Lines(leaf.der), 'base64 of a certificate'],
    ['base64url', leaf.der.toString('base64url'), 'base64 of a certificate'],
    ['base64 in quotes', `"${leaf.der.toString('base64')}"`, 'base64 of a certificate'],
    ['hexadecimal', leaf.der.toString('hex'), 'hexadecimal digits of a certificate'],
    [
      'hexadecimal with colons',
      (leaf.der.toString('hex').match(/../g) ?? []).join(':'),
      'hexadecimal digits of a certificate',
    ],
    [
      'what OpenSSL appends',
      writePem(Buffer.concat([leaf.der, Buffer.from('3000', 'hex')]), 'TRUSTED CERTIFICATE'),
      'PEM text',
    ],
  ];

  it.each(writings)('%s', async (_how, content, described) => {
    const contents = await read(content);
    expect(contents.certificates.map(({ certificate }) => certificate.der)).toEqual([leaf.der]);
    expect(contents).toMatchObject({ described, problems: [], unreadable: [], others: [] });
  });
});

describe('base64url', () => {
  it('may end in a dash, which a line of dashes alone is not', () => {
    expect(readPemBody('AAA-').der).toEqual(Buffer.from('AAA+', 'base64'));
    expect(readPemBody('---\nAA_-\n--\n').der).toEqual(Buffer.from('AA/+', 'base64'));
  });
});

describe('a damaged block', () => {
  it('without its END line is read and told', async () => {
    const contents = await read(leaf.pem.replace(/-----END.*/, ''));
    expect(contents.certificates).toHaveLength(1);
    expect(contents.problems).toEqual(['block 1 (CERTIFICATE) is malformed: it has no END line: cut off']);
  });

  it('cut off in the middle is told', async () => {
    const { certificates, unreadable, problems } = await read(leaf.pem.slice(0, 300));
    expect(certificates).toEqual([]);
    expect(unreadable).toMatchObject([
      { place: 'block 1', what: 'a certificate', reason: expect.stringContaining('cut off') },
    ]);
    expect(problems).toHaveLength(1);
  });

  it('without its BEGIN line is read and told, and so is one inside another', async () => {
    const headless = await read(`Dear all,\nplease\nsee this:\n${leaf.pem.replace(/.*\n/, '')}`);
    expect(headless.certificates).toHaveLength(1);
    expect(headless.problems).toEqual(['block 1 (CERTIFICATE) is malformed: it has no BEGIN line: cut off']);
    const endless = await read(leaf.pem.replace(/-----END.*\n/, '') + intermediate.pem);
    expect(endless.certificates).toHaveLength(2);
    expect(endless.problems).toEqual(['block 1 (CERTIFICATE) is malformed: it has no END line']);
  });

  it('that is abridged or holds other signs is told', async () => {
    const abridged = await read(`${leaf.pem.slice(0, 200)}...\n${leaf.pem.slice(-60)}`);
    expect(abridged.unreadable).toMatchObject([
      { what: 'a CERTIFICATE block', reason: 'it holds ".", which is not base64: it looks abridged' },
    ]);
    const empty = await read('-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n');
    expect(empty.unreadable).toMatchObject([{ reason: 'it is empty' }]);
  });

  it('whose label lies is read for what it is', async () => {
    const contents = await read(writePem(leaf.key.export({ type: 'pkcs8', format: 'der' }), 'CERTIFICATE'));
    expect(contents.privateKeySeen).toBe(true);
    expect(contents.privateKeys).toHaveLength(1);
    expect(contents.problems).toEqual(['block 1 is labelled CERTIFICATE and holds a private key']);
  });

  it('of a private key stays a private key that was seen', async () => {
    const contents = await read(leaf.keyPem.slice(0, 80));
    expect(contents.privateKeySeen).toBe(true);
    expect(contents.privateKeys).toMatchObject([{ publicKey: null, problem: expect.any(String) }]);
  });
});
