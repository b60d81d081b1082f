import type { Tone } from '../../core/message.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import type { PathProblem } from '../../pki/path/path-problem.ts';
import type { FileProblem, FileReport } from '../../pki/report/file-report.ts';
import type { PublicSecret } from '../../pki/report/public-secrets.ts';
import { certificateLabel } from './label.ts';

/** One thing that is wrong, and what to do about it. `page`: the finding that explains it. */
export type Wrong = {
  readonly tone: Exclude<Tone, 'good' | 'neutral'>;
  readonly what: string;
  readonly fix: string;
  readonly page?: string;
};

const renew = 'Have it issued anew, and put the new one in its place.';
const reorder = 'Use the file that is offered here: the certificates are in the order a server sends them.';

/** Worse than all that stands in the file: whoever has the private key can be the server. */
export function secretWrong({ position, reason }: PublicSecret, { certificates }: FileReport): Wrong {
  const found = certificates[position];
  const name = found === undefined ? `certificate ${position + 1}` : certificateLabel(found.certificate);
  return {
    tone: 'bad',
    what: `The private key of ${name} ${reason}`,
    fix: 'Make a new key on the server, have the certificate issued anew for it, and have this one revoked.',
    page: 'certificate/known-key',
  };
}

/** In words, for whoever has to mend the file. Foreign text stands in it: renderers escape it. */
export function wrongOf(problem: FileProblem, report: FileReport): Wrong {
  const nameOf = (position: number) => {
    const found = report.certificates[position];
    return found === undefined ? `certificate ${position + 1}` : certificateLabel(found.certificate);
  };
  switch (problem.kind) {
    case 'nothing-inside':
      return nothingInside(report);
    case 'locked':
      return lockedWrong(problem.part);
    case 'unreadable':
      return {
        tone: 'bad',
        what: `${problem.part.place === '' ? 'The file' : problem.part.place} should be ${problem.part.what} and cannot be read: ${problem.part.reason}`,
        fix: 'Copy the file anew from where it was made; in PEM, keep the BEGIN and END lines and every line between.',
        page: 'certificate/malformed',
      };
    case 'expired':
      return {
        tone: 'bad',
        what: `${nameOf(problem.position)} has expired`,
        fix: renew,
        page: 'certificate/expired',
      };
    case 'not-yet-valid':
      return {
        tone: 'bad',
        what: `${nameOf(problem.position)} is not valid yet`,
        fix: 'Wait with its use until its notBefore, or check the clock of the machine that made it.',
        page: 'certificate/not-yet-valid',
      };
    case 'path':
      return pathWrong(problem.problem, report);
    case 'key-mismatch':
      return {
        tone: 'bad',
        what: `The private key in the file does not belong to ${nameOf(problem.leaf)}`,
        fix: 'Find the key that the certificate was requested with, or have the certificate issued anew for this key.',
      };
    case 'weak-key':
      return {
        tone: 'bad',
        what: `The key of ${nameOf(problem.position)} is too short for today's clients`,
        fix: 'Make a new key (EC P-256 or RSA 2048 bits), and have the certificate issued anew for it.',
        page: 'certificate/weak-key',
      };
    case 'weak-signature':
      return {
        tone: 'bad',
        what: `${nameOf(problem.position)} is signed with an algorithm that clients refuse`,
        fix: renew,
        page: 'certificate/weak-signature',
      };
    case 'malformed':
      return {
        tone: 'bad',
        what: `${nameOf(problem.position)} is malformed: ${problem.faults
          .slice(0, 3)
          .map(({ text }) => text)
          .join('; ')}`,
        fix: 'Report it to its authority, and have it issued anew.',
        page: 'certificate/malformed',
      };
    case 'wrong-order':
      return {
        tone: 'warning',
        what: `The certificates of ${nameOf(problem.leaf)} are not in the order a server sends them`,
        fix: reorder,
        page: 'chain/wrong-order',
      };
    case 'stranger':
      return {
        tone: 'warning',
        what: `${nameOf(problem.position)} belongs to no chain in this file`,
        fix: 'Leave it out.',
        page: 'chain/superfluous',
      };
    case 'duplicate':
      return {
        tone: 'warning',
        what: `${nameOf(problem.position)} is in the file twice: certificate ${problem.position + 1} is a copy of certificate ${problem.of + 1}`,
        fix: 'Leave the copy out.',
        page: 'chain/duplicate',
      };
    case 'root-included':
      return {
        tone: 'warning',
        what: `The root ${nameOf(problem.position)} is in the file`,
        fix: 'A server need not send it: clients trust their own copy or none.',
        page: 'chain/root-included',
      };
    case 'request-signature':
      return {
        tone: 'bad',
        what: 'The signature of the certificate request does not hold',
        fix: 'Make the request anew with the key it is for: an authority will refuse this one.',
      };
  }
}

function nothingInside({ described }: FileReport): Wrong {
  return {
    tone: 'unknown',
    what: `There is no certificate in it: it is ${described}`,
    fix: 'Send the certificate itself: a .pem, .crt, .cer, .der, .p7b, .p12, .pfx or .jks file, or its PEM text.',
  };
}

function lockedWrong({ what, reason, detail }: FileReport['locked'][number]): Wrong {
  const fixes: Readonly<Record<typeof reason, string>> = {
    'password-needed':
      'Give its password: in a terminal --password-file F, on the console page in the box for it, in chat password:...',
    'wrong-password': 'Give the right password; upper and lower case count.',
    unsupported: 'Convert it with the tool that made it, or send the certificates alone: they are no secret.',
    'too-costly': 'Send the certificates alone: they are no secret.',
  };
  return { tone: 'unknown', what: `${capital(what)} stayed closed: ${detail}`, fix: fixes[reason] };
}

function pathWrong(problem: PathProblem, { store }: FileReport): Wrong {
  const unknownRoot = `Clients that use ${store} refuse it. For a private authority that is as it should be: put its root where the clients look, here into EXTRA_CA_FILE.`;
  switch (problem.kind) {
    case 'self-signed':
      return {
        tone: 'warning',
        what: 'The certificate signed itself',
        fix: unknownRoot,
        page: 'chain/self-signed',
      };
    case 'untrusted-root':
      return {
        tone: 'warning',
        what: `The root ${certificateLabel(problem.root)} is not in ${store}`,
        fix: unknownRoot,
        page: 'chain/untrusted-root',
      };
    case 'issuer-missing':
      return {
        tone: 'bad',
        what: `The issuer of ${certificateLabel(problem.of)} is missing: ${problem.of.issuer.text}`,
        fix: `Add the intermediate certificate, which the authority hands out ${whereOf(problem.of)}. Of a private authority, put the root into EXTRA_CA_FILE.`,
        page: 'chain/missing-intermediate',
      };
    case 'wrong-issuer-key':
      return {
        tone: 'bad',
        what: `${certificateLabel(problem.issuer)} has the name of the issuer of ${certificateLabel(problem.of)} and another key`,
        fix: 'Take the intermediate certificate that belongs to this certificate: authorities have several of one name.',
        page: 'chain/wrong-intermediate',
      };
    case 'bad-signature':
      return {
        tone: 'bad',
        what: `The signature of ${certificateLabel(problem.of)} does not hold`,
        fix: 'Copy the certificate anew: it was changed after it was signed.',
        page: 'chain/bad-signature',
      };
    case 'rule':
      return {
        tone: 'bad',
        what: `${certificateLabel(problem.at)} breaks a rule of the path: ${problem.rule.replaceAll('-', ' ')}`,
        fix: 'Take another intermediate certificate of the authority, or have the certificate issued anew.',
      };
  }
}

/** The certificate names the place itself, for whoever has to fetch it by hand; nothing is fetched for a file. */
function whereOf({ issuerUrls }: Certificate): string {
  const [url] = issuerUrls;
  return url === undefined ? 'beside the certificate' : `at ${shorten(url, 200)}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
