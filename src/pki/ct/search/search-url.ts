import { UserError } from '../../../core/errors.ts';

const usage =
  'Write the address of the search: https://crt.sh/ takes the name by itself; any other has {name} where the name goes.';
const placeholder = '{name}';

/** Reads CT_SEARCH_URL: `https://crt.sh/`, or an address with `{name}` in it. Throws `UserError` that says what is wrong. */
export function parseSearchUrl(setting: string): string {
  const url = URL.parse(setting.replaceAll(placeholder, 'name.example'));
  if (url === null) throw wrong(setting, 'is no URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw wrong(setting, 'is not http or https');
  if (url.username !== '' || url.password !== '') throw wrong(setting, 'carries a password');
  if (url.host.includes('name.example')) throw wrong(setting, 'has the name in its host');
  return setting;
}

/** Where to ask about this name. Without a place for the name it is asked as crt.sh is. */
export function searchUrl(setting: string, name: string): URL {
  if (setting.includes(placeholder))
    return new URL(setting.replaceAll(placeholder, encodeURIComponent(name)));
  const url = new URL(setting);
  for (const [key, value] of [
    ['q', name],
    ['output', 'json'],
    ['exclude', 'expired'],
    ['deduplicate', 'Y'],
  ] as const) {
    if (key === 'q' || !url.searchParams.has(key)) url.searchParams.set(key, value);
  }
  return url;
}

function wrong(setting: string, what: string): UserError {
  return new UserError(`CT_SEARCH_URL: ${JSON.stringify(setting.slice(0, 200))} ${what}. ${usage}`);
}
