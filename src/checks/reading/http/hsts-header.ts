export type HstsHeader =
  | {
      readonly valid: true;
      readonly maxAgeSeconds: number;
      readonly includeSubDomains: boolean;
      readonly preload: boolean;
    }
  | { readonly valid: false; readonly problem: string };

/** RFC 6797 §6.1; of several fields only the first counts (§8.1). Browsers ignore all of it where one rule is broken. */
export function readHsts(header: string): HstsHeader {
  const first = /^(?:"(?:[^"\\]|\\.)*"|[^",])*/.exec(header)?.[0] ?? '';
  const seen = new Map<string, string | null>();
  for (const part of first.match(/(?:"(?:[^"\\]|\\.)*"|[^";])+/g) ?? []) {
    if (part.trim() === '') continue;
    const read =
      /^\s*([!#$%&'*+.^`|~\w-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^`|~\w-]+))\s*)?$/.exec(part);
    if (read === null)
      return { valid: false, problem: `${JSON.stringify(part.trim().slice(0, 40))} is no directive` };
    const name = (read[1] ?? '').toLowerCase();
    if (seen.has(name)) return { valid: false, problem: `${name} stands there twice` };
    seen.set(name, read[2]?.replace(/\\(.)/g, '$1') ?? read[3] ?? null);
  }
  const age = seen.get('max-age');
  if (age === undefined) return { valid: false, problem: 'max-age is missing' };
  if (age === null || !/^\d+$/.test(age))
    return { valid: false, problem: 'max-age is not a number of seconds' };
  return {
    valid: true,
    maxAgeSeconds: Number(age),
    includeSubDomains: seen.has('includesubdomains'),
    preload: seen.has('preload'),
  };
}
