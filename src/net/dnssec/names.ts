import { encodeName, labelsOf, readName } from '../dns/domain-name.ts';

/** The labels of a name that came through the reader, as octets, leftmost first. */
export function labels(name: string): readonly string[] {
  return labelsOf(name) ?? [];
}

/** The name and every name above it, itself first and the root last. */
export function ancestors(name: string): readonly string[] {
  const wire = encodeName(name);
  if (wire === null) return ['.'];
  const found: string[] = [];
  for (let at = 0; ; at += 1 + wire.readUInt8(at)) {
    found.push(readName(wire, at).name);
    if (wire[at] === 0) return found;
  }
}

/** The name at or above `name` that has `count` labels. */
export function ancestorOf(name: string, count: number): string {
  return ancestors(name).at(-1 - count) ?? name;
}

export function isWithin(name: string, zone: string): boolean {
  const [inner, outer] = [labels(name), labels(zone)];
  const offset = inner.length - outer.length;
  return offset >= 0 && outer.every((label, index) => inner[offset + index] === label);
}

export function isBelow(name: string, zone: string): boolean {
  return name !== zone && isWithin(name, zone);
}

export function wildcardAt(encloser: string): string {
  return encloser === '.' ? '*' : `*.${encloser}`;
}

/** Canonical order of names (RFC 4034 §6.1): by label from the right, by octet within one. */
export function compareNames(one: string, other: string): number {
  const [left, right] = [labels(one).toReversed(), labels(other).toReversed()];
  for (const [index, label] of left.entries()) {
    const against = right[index];
    if (against === undefined) return 1;
    if (label !== against) return label < against ? -1 : 1;
  }
  return left.length - right.length;
}

/** The longest name that both are at or below. */
export function commonAncestor(one: string, other: string): string {
  return ancestors(one).find((candidate) => isWithin(other, candidate)) ?? '.';
}
