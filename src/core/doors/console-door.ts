import { UserError } from '../errors.ts';

/**
 * Whether a listener at this host can be reached from this machine only. What is written in an unusual way ("127.1",
 * "0x7f.1") counts as reachable: the careful answer.
 */
export function isLoopbackHost(host: string): boolean {
  const bare = host
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1');
  if (bare === 'localhost' || bare === '::1' || bare === '0:0:0:0:0:0:0:1') return true;
  const octets = /^(?:::ffff:)?127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(bare);
  return octets?.slice(1).every((octet) => Number(octet) <= 255) === true;
}

/** Why a console that others reach does not start without a token. */
export function openDoor(host: string): UserError {
  return new UserError(
    `CONSOLE_HOST is ${host}, which others can reach, and CONSOLE_TOKEN is not set: anybody could run commands. Set CONSOLE_TOKEN (\`openssl rand -hex 24\` makes one), or leave CONSOLE_HOST out to serve this machine only.`,
  );
}

/** What a header can carry (RFC 6750 §2.1), and long enough that the limit of attempts outlasts a guesser. */
export function isConsoleToken(text: string): boolean {
  return /^[!-~]{8,512}$/.test(text);
}

export const consoleTokenShape =
  '8 to 512 letters, digits or signs without blanks; `openssl rand -hex 24` makes one';
