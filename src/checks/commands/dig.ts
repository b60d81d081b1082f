import { shellWord } from '../../core/text/shell.ts';

/** `server` as the DNS client names it: an address, with or without a port. */
export function dig(
  name: string,
  type: string,
  server: string | undefined,
  ...flags: readonly string[]
): string {
  const at = server === undefined ? [] : atServer(server);
  return ['dig', ...flags, ...asName(name), type, ...at].join(' ');
}

/** A zone may hold any octets in its names, and a word of dig(1) that begins like this is no name: "-f/etc/passwd". */
function asName(name: string): readonly string[] {
  return /^[-+@]/.test(name) ? ['-q', shellWord(name)] : [shellWord(name)];
}

function atServer(server: string): readonly string[] {
  const bare = /^(?:\[(?<six>[^\]]+)\]|(?<four>[^:]+))(?::(?<port>\d+))?$/.exec(server)?.groups;
  const address = bare?.six ?? bare?.four ?? server;
  const port = bare?.port === undefined || bare.port === '53' ? [] : ['-p', bare.port];
  return [shellWord(`@${address}`), ...port];
}
