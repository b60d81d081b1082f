import { type Clauses, later } from './starttls-behaviour.ts';
import type { Script, ServerTalk } from './starttls-server.ts';

/** Reads commands until one is answered with TLS or the end. */
async function serve(
  talk: ServerTalk,
  answer: (command: string) => string | 'tls' | 'end',
  goAhead: { readonly text: string; readonly injected: string | null },
): Promise<void> {
  for (;;) {
    const line = await talk.line();
    if (line === null) return;
    const said = answer(line);
    if (said === 'end') return talk.end();
    if (said === 'tls') {
      talk.write(goAhead.text + (goAhead.injected ?? ''));
      return talk.tls();
    }
    talk.write(said);
  }
}

function injectedBy({ manner }: Clauses, text: string): string | null {
  return manner === 'injects' ? text : null;
}

/** RFC 5321, with a greeting and an EHLO of several lines. */
export function smtpScript(clauses: Clauses): Script {
  return async (talk) => {
    const { manner, delayMs } = clauses;
    if (manner === 'silent') return;
    await later(delayMs);
    if (manner === 'turns-away') {
      talk.write('554 5.7.1 No SMTP service here for you\r\n');
      return talk.end();
    }
    talk.write('220-mail.test ESMTP\r\n220 welcome\r\n');
    const offer = manner === 'plain' ? '' : '250-STARTTLS\r\n';
    const answer = (line: string): string => {
      if (/^(EHLO|LHLO) /i.test(line)) {
        return `250-mail.test greets you\r\n250-SIZE 1000000\r\n${offer}250 HELP\r\n`;
      }
      if (/^QUIT/i.test(line)) return 'end';
      if (!/^STARTTLS$/i.test(line) || manner === 'plain') return '502 5.5.1 what?\r\n';
      if (manner === 'hangs-up') return 'end';
      return manner === 'refuses' ? '454 4.7.0 TLS not available due to local problem\r\n' : 'tls';
    };
    const injected = injectedBy(clauses, '250 2.0.0 from the middle\r\n');
    await serve(talk, answer, { text: '220 2.0.0 go ahead\r\n', injected });
  };
}

/** RFC 9051. */
export function imapScript(clauses: Clauses & { readonly preauth?: boolean }): Script {
  return async (talk) => {
    const { manner, preauth = false } = clauses;
    if (manner === 'silent') return;
    await later(clauses.delayMs);
    if (manner === 'turns-away') {
      talk.write('* BYE too many connections from your address\r\n');
      return talk.end();
    }
    talk.write(preauth ? '* PREAUTH you are in\r\n' : '* OK mail.test ready\r\n');
    let tag = '';
    const offer = manner === 'plain' ? 'AUTH=PLAIN' : 'STARTTLS LOGINDISABLED';
    const answer = (line: string): string => {
      const [given = '', command = ''] = line.split(' ');
      tag = given;
      if (/^CAPABILITY$/i.test(command)) return `* CAPABILITY IMAP4rev1 ${offer}\r\n${tag} OK done\r\n`;
      if (!/^STARTTLS$/i.test(command)) return `${tag} BAD what?\r\n`;
      if (manner === 'hangs-up') return 'end';
      return manner === 'refuses' || manner === 'plain' ? `${tag} NO no certificate loaded\r\n` : 'tls';
    };
    const injected = injectedBy(clauses, '* BYE from the middle\r\n');
    await serve(talk, answer, {
      get text() {
        return `${tag} OK begin now\r\n`;
      },
      injected,
    });
  };
}

/** RFC 1939 and 2595; `withoutCapa`: from before RFC 2449. */
export function pop3Script(clauses: Clauses & { readonly withoutCapa?: boolean }): Script {
  return async (talk) => {
    const { manner, withoutCapa = false } = clauses;
    if (manner === 'silent') return;
    await later(clauses.delayMs);
    if (manner === 'turns-away') {
      talk.write('-ERR [SYS/TEMP] not now\r\n');
      return talk.end();
    }
    talk.write('+OK ready <1.2@mail.test>\r\n');
    const offer = manner === 'plain' ? '' : 'STLS\r\n';
    const answer = (line: string): string => {
      if (/^CAPA$/i.test(line)) {
        return withoutCapa ? '-ERR unknown command\r\n' : `+OK list\r\nTOP\r\n${offer}UIDL\r\n.\r\n`;
      }
      if (!/^STLS$/i.test(line) || manner === 'plain') return '-ERR unknown command\r\n';
      if (manner === 'hangs-up') return 'end';
      return manner === 'refuses' ? '-ERR TLS is out of order\r\n' : 'tls';
    };
    await serve(talk, answer, { text: '+OK begin\r\n', injected: injectedBy(clauses, '+OK 7 messages\r\n') });
  };
}

/** RFC 959 and 4217. */
export function ftpScript(clauses: Clauses): Script {
  return async (talk) => {
    const { manner } = clauses;
    if (manner === 'silent') return;
    await later(clauses.delayMs);
    if (manner === 'turns-away') {
      talk.write('421 Too many users\r\n');
      return talk.end();
    }
    talk.write('220-Welcome to the FTP service\r\n of three lines\r\n220 ready\r\n');
    const answer = (line: string): string => {
      // openssl s_client asks for features first.
      if (/^FEAT$/i.test(line)) {
        return manner === 'plain'
          ? '500 unknown\r\n'
          : '211-Features\r\n AUTH TLS\r\n PBSZ\r\n PROT\r\n211 End\r\n';
      }
      if (!/^AUTH (TLS|SSL)$/i.test(line) || manner === 'plain')
        return '530 Please login with USER and PASS.\r\n';
      if (manner === 'hangs-up') return 'end';
      return manner === 'refuses' ? '431 no certificate to begin with\r\n' : 'tls';
    };
    await serve(talk, answer, { text: '234 begin\r\n', injected: injectedBy(clauses, '200 and more\r\n') });
  };
}
