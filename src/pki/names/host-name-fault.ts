import { domainToUnicode } from 'node:url';

/** "Preferred name syntax" (RFC 5280 §4.2.1.6, RFC 1123 §2.1) with the wildcard of RFC 9525 §6.3. */
const hostPattern =
  /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

const mostCharacters = 253;

export function isHostNamePattern(name: string): boolean {
  return name.length <= mostCharacters && hostPattern.test(name);
}

/** Why a dNSName is no host name; asked for one that `isHostNamePattern` refused. */
export function hostNameFault(name: string): string {
  if (name === '') return 'it is empty';
  if (/[^\u0000-\u007f]/.test(name))
    return 'it has characters outside ASCII, which are written as "xn--" labels';
  if (name.length > mostCharacters) return `it has ${name.length} characters, over ${mostCharacters}`;
  if (name.endsWith('.')) return 'it ends with a dot';
  if (name.startsWith('.')) return 'it begins with a dot';
  const [first = '', ...others] = name.split('.');
  const labels = first === '*' && others.length > 0 ? others : [first, ...others];
  for (const label of labels) {
    const fault = labelFault(label);
    if (fault !== null) return fault;
  }
  return 'its form is not that of a name';
}

function labelFault(label: string): string | null {
  if (label === '') return 'it has an empty label';
  if (label.includes('*')) return 'a wildcard stands for one whole label at the left';
  if (label.length > 63) return `a label has ${label.length} characters, over 63`;
  if (label.startsWith('-') || label.endsWith('-')) return 'a label begins or ends with a hyphen';
  return /^[a-z0-9_-]+$/i.test(label) ? null : 'it has characters that no host name has';
}

/** RFC 5890 §2.3: labels with hyphens at their third and fourth place are reserved, and "xn--" must decode. */
export function reservedLabelFault(name: string): string | null {
  for (const label of name.toLowerCase().split('.')) {
    if (!label.startsWith('--', 2)) continue;
    if (!label.startsWith('xn--')) return `the label "${label}" is of a reserved form`;
    if (domainToUnicode(label).startsWith('xn--')) return `the label "${label}" does not decode`;
  }
  return null;
}
