import type { Config } from '../../config.ts';

/** Where people open the console, as far as the settings tell. */
export function consoleUrlOf({ console: { url, host, port } }: Pick<Config, 'console'>): string {
  return url ?? `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}/`;
}
