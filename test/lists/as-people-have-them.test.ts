import { describe, expect, it } from 'vitest';
import { read, shown, told } from '../support/list-reading.ts';

describe('a spreadsheet as people save it', () => {
  it('may be in German, with semicolons, a mark, cells of several lines and columns that no label can be called by', () => {
    const text =
      '\ufeffServer;Port;Ansprechpartner;Läuft ab am;Bemerkung\r\n' +
      'www.example.de;443;@bo;2027-01-01;"läuft\r\nim April ab"\r\n' +
      'mail.example.de;25;"@anna; @bo";;\r\n;;;;\r\n';
    const list = read(text, 'zertifikate.csv');
    expect(shown(list)).toEqual([
      '2 www.example.de [@bo] - {"Lauft_ab_am":"2027-01-01","Bemerkung":"läuft im April ab"}',
      '4 smtp://mail.example.de [@anna @bo] - {}',
    ]);
    expect(list.problems).toEqual([]);
    expect(list.remarks).toEqual(['The columns Lauft_ab_am, Bemerkung become labels.']);
  });

  it('may call the target an address where nothing else is one', () => {
    expect(shown(read('Adresse,Port,Verantwortlich\na.example,8443,@bo\n', 'x.csv'))).toEqual([
      '2 a.example:8443 [@bo] - -',
    ]);
    expect(shown(read('host,address\na.example,192.0.2.7\n', 'x.csv'))).toEqual([
      '2 a.example at 192.0.2.7 - - -',
    ]);
  });

  it('says what a header needs that names no target', () => {
    const list = read('Kiste;Hafen\na.example;@bo\n', 'x.csv');
    expect(told(list)).toEqual([
      '1 It names no target. If these are the names of columns, call one of them host or url.',
    ]);
    expect(shown(list)).toEqual(['2 a.example [@bo] - -']);
  });

  it('loses nothing where two columns say the same kind of thing', () => {
    const twice = read('host,owner,contact,team,team\na.example,@a,@b,x,x\nb.example,@a,,x,y\n', 'x.csv');
    expect(shown(twice)).toEqual(['2 a.example [@a @b] - {"team":"x"}']);
    expect(told(twice)).toEqual(['3 Two columns are called team and differ. Give one of them another name.']);
    const both = read('url,host\nhttps://a.example/x,a.example\nhttps://a.example,b.example\n', 'x.csv');
    expect(shown(both)).toEqual(['2 a.example/x - - -']);
    expect(told(both)).toEqual([
      '3 It names both "https://a.example" and "b.example", and one target stands on a line.',
    ]);
    const ports = read('host,port,tcp port\na.example,443,8443\n', 'x.csv');
    expect(told(ports)).toEqual(['2 It names "443" and "8443", and has room for one of them.']);
  });
});

describe('what stands in place of a target', () => {
  it('is named for what it is', () => {
    const list = read('192.0.2.0/24\n2001:db8::/32\n7\n*.example.org:8443\n“a.example”b\n', 'x.txt', 'text');
    expect(list.entries).toEqual([]);
    expect(told(list)).toEqual([
      '1 "192.0.2.0/24" is a network. Name each address in it that serves a certificate.',
      '2 "2001:db8::/32" is a network. Name each address in it that serves a certificate.',
      '3 "7" is a number. Give a host name, host:port or a URL.',
      '4 "*.example.org:8443" stands for many names. Name each host that serves the certificate.',
      '5 "“a.example”b" has a quotation mark in it. Try example.org:8443.',
    ]);
  });

  it('may stand in quotes or angle brackets, and hold stars in its path', () => {
    const text = '“a.example”\n„b.example“\n`c.example`\n<https://d.example>\nhttps://e.example/x*\n';
    expect(shown(read(text, 'x.txt', 'text')).map((line) => line.split(' ')[1])).toEqual([
      'a.example',
      'b.example',
      'c.example',
      'd.example',
      'e.example/x*',
    ]);
  });
});

describe('other files', () => {
  it('with comments behind a semicolon, or sections, are read line by line', () => {
    const list = read('; ours\na.example # the shop\n[web]\nb.example:8443 tier=1\n', 'inventory');
    expect(shown(list)).toEqual(['2 a.example - - -', '4 b.example:8443 - - {"tier":"1"}']);
    expect(told(list)).toEqual([expect.stringMatching(/^3 "\[web\]" is not a host name/)]);
    expect(read('[web]\na.example\n', 'hosts.ini').entries).toHaveLength(1);
  });

  it('of JSON Lines have an entry on each line', () => {
    const list = read('{"host":"a.example","port":8443}\n\n{"host":"b.example"}\n{"hst":"c.example"}\n');
    expect(shown(list)).toEqual(['1 a.example:8443 - - -', '3 b.example - - -']);
    expect(told(list)).toEqual([expect.stringMatching(/^4 "hst" is not known here/)]);
  });

  it('keep their defaults where a mistake has them read entry by entry', () => {
    const list = read(
      'defaults:\n  owners: ["@web"]\n  labels: {team: web}\nendpoints:\n  - a.example\n  - target: b.example\n    owners: [@bo]\n',
      'x.yaml',
    );
    expect(shown(list)).toEqual(['5 a.example [@web] - {"team":"web"}']);
    expect(list.problems).toHaveLength(1);
    const broken = read('defaults: {owners: ["@web"\nendpoints:\n  - a.example\n', 'x.yaml');
    expect(broken.entries).toEqual([]);
    expect(told(broken).join('\n')).toContain('3 What stands before the list cannot be read.');
  });

  it('that cannot be read at all say so once, and that nothing else was read', () => {
    for (const text of ['endpoints: {a: [\nb: c\n', '[{"targets": ["a.example"], \n']) {
      const list = read(text, 'x.json');
      expect(list.problems, text).toHaveLength(1);
      expect(told(list)[0]).toMatch(/Because of this nothing else in it was read\.$/);
    }
  });
});
