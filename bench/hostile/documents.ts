import { answersStatus } from '../../test/support/farm/http-answers.ts';
import type { HttpAnswer } from '../../test/support/farm/http-server.ts';
import { pour } from './pouring.ts';

/** What stands at a URL in the certificate of a sound server. */
export type DocumentCase = {
  readonly what: string;
  readonly bound: string;
  readonly at: 'crl' | 'ocsp' | 'caIssuers';
  readonly answer: HttpAnswer;
};

const mebibyte = 1024 * 1024;

function ofSize(mebibytes: number, type: string): HttpAnswer {
  return ({ socket }) => {
    const length = mebibytes * mebibyte;
    socket.write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n`);
    // Of a CRL the beginning: a SEQUENCE as long as it says.
    const begin = Buffer.alloc(65_536);
    begin.set([0x30, 0x84]);
    begin.writeUInt32BE(length - 6, 2);
    pour(socket, (turn) => (turn === 0 ? begin : Buffer.alloc(65_536)), length);
  };
}

export const documentCases: readonly DocumentCase[] = [
  { what: 'a CRL of 80 MiB', bound: '10 MiB of CRL', at: 'crl', answer: ofSize(80, 'application/pkix-crl') },
  {
    what: 'a CRL of 9 MiB that is none',
    bound: '10 MiB of CRL',
    at: 'crl',
    answer: ofSize(9, 'application/pkix-crl'),
  },
  {
    what: 'an OCSP answer of 40 MiB',
    bound: '64 KiB of OCSP',
    at: 'ocsp',
    answer: ofSize(40, 'application/ocsp-response'),
  },
  {
    what: 'an issuer of 40 MiB (AIA)',
    bound: '64 KiB of issuer',
    at: 'caIssuers',
    answer: ofSize(40, 'application/pkix-cert'),
  },
  {
    what: 'a CRL that is a redirect to itself',
    bound: '3 redirects',
    at: 'crl',
    answer: answersStatus(302, { location: '/' }),
  },
];
