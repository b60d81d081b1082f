import type { Socket } from 'node:net';
import { startCertificateHandshake } from './certificate-handshake.ts';
import { converse, type TalkLimits } from './converse.ts';
import { serverNameToSend } from './server-name.ts';

export type SctQuestion = TalkLimits & {
  readonly serverName: string | null;
  readonly alpn: readonly string[];
};

export type SctAnswer =
  | {
      readonly answered: true;
      /** DER of the server's own certificate; null when it sent none. */
      readonly certificate: Uint8Array | null;
      /** SignedCertificateTimestampList; null when none came. */
      readonly scts: Uint8Array | null;
    }
  | { readonly answered: false; readonly reason: string };

/** Asks a connected server for SCTs in the TLS extension (RFC 6962 §3.3.1), then hangs up. Closes the socket. */
export async function askForScts(socket: Socket, question: SctQuestion): Promise<SctAnswer> {
  const { serverName, alpn, ...limits } = question;
  const handshake = startCertificateHandshake({ serverName: serverNameToSend(serverName), alpn });
  const end = await converse<SctAnswer>(
    socket,
    {
      first: handshake.first,
      step(inbound) {
        const next = handshake.step(inbound);
        switch (next.do) {
          case 'wait':
          case 'send':
            return next;
          case 'give-up':
            return { do: 'finish', value: { answered: false, reason: next.reason } };
          case 'finish': {
            const { certificates, scts } = next.flight;
            return {
              do: 'finish',
              value: { answered: true, certificate: certificates?.[0] ?? null, scts },
            };
          }
        }
      },
    },
    limits,
  );
  switch (end.how) {
    case 'finished':
      return end.value;
    case 'timeout':
      return failed('it did not answer in time');
    case 'aborted':
      return failed('there was no time left');
    case 'too-much':
      return failed('it sends more than a handshake');
    case 'reset':
      return failed(end.error?.message ?? 'it reset the connection');
    case 'closed':
      return failed('it closed the connection');
  }
}

function failed(reason: string): SctAnswer {
  return { answered: false, reason };
}
