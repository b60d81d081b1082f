import { shellWord } from '../../core/shell.ts';

/** `server` as the DNS client names it: an address, with or without a port. */
export function dig(
  name: string,
  type: string,
  server: string | undefined,
  ...flags: readonly string[]
): string {
  return ['dig', ...flags, shellWord(name), type, ...(server === undefined ? [] : atServer(server))].join(
    ' ',
  );
}

function atServer(server: string): readonly string[] {
  const bare = /^(?:\[(?<six>[^\]]+)\]|(?<four>[^:]+))(?::(?<port>\d+))?$/.exec(server)?.groups;
  const address = bare?.six ?? bare?.four ?? server;
  const port = bare?.port === undefined || bare.port === '53' ? [] : ['-p', bare.port];
  return [shellWord(`@${address}`), ...port];
}
