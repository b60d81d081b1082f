import { describe, expect, it } from 'vitest';
import { readList } from '../../src/lists/read-list.ts';
import { read, shown, told } from '../support/list-reading.ts';

describe('a text', () => {
  it('has one target on each line, and what belongs to it behind', () => {
    const list = read(
      [
        '# payment systems',
        'pay.example.org',
        '',
        '- mail.example.org:993 @mail-team #mail # behind the old balancer',
        'smtp://mx.example.org owner=@a,@b team=mail note="two words"',
        '* 192.0.2.7 8443 channel=console',
        'https://www.example.org/health?x=1 address=192.0.2.9 client=payments owner=none',
        '// done',
      ].join('\r\n'),
    );
    expect(list.format).toBe('text');
    expect(told(list)).toEqual([]);
    expect(shown(list)).toEqual([
      '2 pay.example.org - - -',
      '4 imaps://mail.example.org [@mail-team] #mail -',
      '5 smtp://mx.example.org [@a @b] - {"team":"mail","note":"two words"}',
      '6 192.0.2.7:8443 - console -',
      '7 www.example.org/health?x=1 at 192.0.2.9 as payments [] - -',
    ]);
  });

  it('names each bad line and takes the others', () => {
    const list = read(
      'a.example\nnot a host\nhttp://plain.example\nb.example b2.example\nx:99999\nc.example\n',
    );
    expect(shown(list)).toEqual(['1 a.example - - -', '6 c.example - - -']);
    expect(told(list)).toEqual([
      expect.stringMatching(/^2 "a" is no owner/),
      expect.stringMatching(/^3 http:\/\/plain\.example has no certificate/),
      expect.stringMatching(/^4 "b2\.example" is no owner/),
      expect.stringMatching(/^5 .*a port is a number/),
    ]);
    expect(list.problems[3]?.source).toBe('x:99999');
  });
});

describe('CSV', () => {
  it.each([
    [',', 'owner,target,team\n@a,a.example:8443,payments\n,b.example,\n'],
    [';', 'owner;target;team\r\n@a;a.example:8443;payments\r\n;b.example;\r\n'],
    ['\t', 'owner\ttarget\tteam\n@a\ta.example:8443\tpayments\n\tb.example\t\n'],
    [
      'Excel',
      'sep=;\r\n"owner";"target";"team"\r\n"@a";"a.example:8443";"payments"\r\n"";"b.example";""\r\n',
    ],
    ['BOM', '\ufeffOwner , Target,team\n@a,a.example:8443,payments\n,b.example,\n'],
  ])('separated by %j, columns in any order; others become labels', (_name, text) => {
    const list = read(text, 'list.csv');
    expect(told(list)).toEqual([]);
    expect(shown(list).map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'a.example:8443 [@a] - {"team":"payments"}',
      'b.example [] - {}',
    ]);
    expect(list.remarks).toEqual(['The column team becomes a label.']);
  });

  it('needs no header, and no name', () => {
    const list = read('a.example,@a,#ops,"team=x;tier=1"\n"b.example","8443","@b @c"\n@d,c.example\n');
    expect(list.format).toBe('csv');
    expect(shown(list)).toEqual([
      '1 a.example [@a] #ops {"team":"x","tier":"1"}',
      '2 b.example:8443 [@b @c] - -',
      '3 c.example [@d] - -',
    ]);
  });

  it('has host, port and scheme in columns of their own, IPv6 too', () => {
    const list = read(
      'Hostname,Port,Protocol,IP address\na.example,8443,,192.0.2.1\n2001:db8::1,636,ldaps,\nb.example,,smtp,\n',
    );
    expect(told(list)).toEqual([]);
    expect(shown(list).map((line) => line.split(' - ')[0])).toEqual([
      '2 a.example:8443 at 192.0.2.1',
      '3 ldaps://[2001:db8::1]',
      '4 smtp://b.example',
    ]);
  });

  it('loses nothing behind a lone quote, and joins a cell of several lines', () => {
    const list = read(
      'target,owner,note\na.example,"@a,broken\nb.example,@b,fine\nc.example,@c,"of two\nlines"\nd.example,x"y"z,"e"f"\ne.example,@e,\n',
      'list.csv',
    );
    expect(list.entries.map(({ line, target }) => `${line} ${target.host}`)).toEqual([
      '3 b.example',
      '4 c.example',
      '7 e.example',
    ]);
    expect(list.entries[1]?.labels).toEqual({ note: 'of two lines' });
    expect(told(list)).toEqual([
      expect.stringMatching(/^2 A quote is not closed/),
      expect.stringMatching(/^6 A quote is not closed/),
    ]);
  });

  it('says when a row has more cells than the header', () => {
    expect(told(read('host,owner\na.example,@a,@b\n'))).toEqual([
      expect.stringMatching(/^2 It has 3 cells and the header has 2/),
    ]);
  });
});

describe('what is no list', () => {
  it.each([
    [Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), /is a workbook or an archive/],
    [Uint8Array.from([0x61, 0, 0x62]), /is no text/],
  ])('is refused with what to do', (bytes, message) => {
    expect(() => readList(bytes, 'list.xlsx', null)).toThrow(message);
  });

  it('has no more than 10,000 targets', () => {
    const text = 'a.example\n'.repeat(10_001);
    expect(() => read(text)).toThrow(/names 10001 targets; 10000 is the most/);
  });

  it('is read from UTF-16 and from the code page of an old Windows, too', () => {
    const text = 'bücher.example team=Bücher\n';
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    for (const bytes of [utf16, Buffer.from(text, 'latin1')]) {
      expect(shown(readList(bytes, 'x.txt', null))).toEqual([
        '1 xn--bcher-kva.example - - {"team":"Bücher"}',
      ]);
    }
  });
});
