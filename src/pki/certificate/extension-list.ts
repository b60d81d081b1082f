import { childrenOf, DerError, type Element, finish, isDone, tags, take, takeIf } from '../asn1/der.ts';
import { booleanOf, oidOf } from '../asn1/der-values.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { noteBroken } from './recovering.ts';

export type RawExtension = {
  /** Dotted OID. */
  readonly oid: string;
  readonly critical: boolean;
  /** The OCTET STRING around its DER. */
  readonly value: Element;
};

const mostExtensions = 200;
const citation = 'RFC 5280 §4.1.2.9';

/** The frames of the extensions; a broken one is noted and named in `lost`, the others stand. */
export function readRawExtensions(
  wrapper: Element,
  version: number,
  faults: Fault[],
): { readonly extensions: readonly RawExtension[]; readonly lost: readonly (string | null)[] } {
  const extensions: RawExtension[] = [];
  const lost: (string | null)[] = [];
  if (version !== 3) {
    const text = `extensions stand in a version ${version} certificate`;
    refuse(faults, 'version-too-low', text, citation, wrapper.start);
  }
  try {
    const inside = childrenOf(wrapper);
    const list = childrenOf(take(inside, tags.sequence, 'extensions'));
    if (isDone(list))
      refuse(faults, 'extensions-empty', 'the list of extensions is empty', citation, wrapper.start);
    while (!isDone(list)) {
      if (extensions.length + lost.length >= mostExtensions) {
        throw new DerError(`over ${mostExtensions} extensions; the rest was not read`, list.at);
      }
      const read = readOne(take(list, tags.sequence, 'an extension'), faults);
      if (typeof read === 'object' && read !== null) extensions.push(read);
      else lost.push(read);
    }
    finish(inside, 'extensions');
  } catch (thrown) {
    noteBroken(thrown, faults, 'extensions-malformed', citation);
    lost.push(null);
  }
  return { extensions, lost };
}

/** The extension, or of one that cannot be read the OID, or null. */
function readOne(element: Element, faults: Fault[]): RawExtension | string | null {
  const found: { oid: string | null } = { oid: null };
  try {
    return readParts(element, found, faults);
  } catch (thrown) {
    noteBroken(thrown, faults, 'extension-frame', citation);
    return found.oid;
  }
}

/** One extension, wherever it stands. Throws `DerError`. */
export function readExtension(element: Element, faults: Fault[]): RawExtension {
  return readParts(element, { oid: null }, faults);
}

function readParts(element: Element, found: { oid: string | null }, faults: Fault[]): RawExtension {
  const parts = childrenOf(element);
  const oid = oidOf(take(parts, tags.oid, 'the type of an extension'), 'the type of an extension');
  found.oid = oid;
  const flag = takeIf(parts, tags.boolean, 'critical');
  const critical = flag !== null && booleanOf(flag, 'critical');
  if (flag !== null && !critical) {
    const text = `extension ${oid} writes out "critical: false"`;
    lint(faults, 'default-written', text, 'X.690 §11.5', flag.start);
  }
  const value = take(parts, tags.octetString, `the value of extension ${oid}`);
  finish(parts, `extension ${oid}`);
  return { oid, critical, value };
}

/** A list of extensions, wherever it stands: CRLs and their entries, OCSP. Throws `DerError`. */
export function extensionsIn(sequence: Element, faults: Fault[]): readonly RawExtension[] {
  const list = childrenOf(sequence);
  if (isDone(list)) refuse(faults, 'extensions-empty', 'the list of extensions is empty', 'RFC 5280 §4.1');
  const extensions: RawExtension[] = [];
  while (!isDone(list)) {
    if (extensions.length >= mostExtensions) throw new DerError(`over ${mostExtensions} extensions`, list.at);
    extensions.push(readExtension(take(list, tags.sequence, 'an extension'), faults));
  }
  return extensions;
}
