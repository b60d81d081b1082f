import { type AnchorSet, lazyAnchorSet } from './anchor-set.ts';
import { nodeListDate, readBundledMozilla, readNodeList, readSystem } from './store-sources.ts';

export const storeKinds = ['mozilla', 'node', 'system', 'extra'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** One store of those that stand side by side. */
export type NamedStore = {
  readonly kind: StoreKind;
  /** "Mozilla's list of 2026-10", "this Node's list (24.21.0)". */
  readonly name: string;
  /** When the list was published, or a moment it is not newer than; null when nothing says so. */
  readonly asOf: Date | null;
  /** A list that anybody may look up: what it holds is bound by the Baseline Requirements. */
  readonly isPublic: boolean;
  /** Read when it is first asked. */
  readonly set: AnchorSet;
};

/** The list that comes with the project. */
export function bundledMozillaStore(): NamedStore {
  bundled ??= mozillaStore(readBundledMozilla());
  return bundled;
}
let bundled: NamedStore | null = null;

/** Mozilla's list as PEM text, with its date where a comment tells it; `undated` is its name where none does. */
export function mozillaStore(pem: string, undated = "Mozilla's list"): NamedStore {
  const asOf = publishedOn(pem);
  const name = asOf === null ? undated : `Mozilla's list of ${asOf.toISOString().slice(0, 7)}`;
  return { kind: 'mozilla', name, asOf, isPublic: true, set: lazyAnchorSet(() => pem) };
}

/** curl's "## Certificate data from Mozilla as of: Tue Sep  9 03:12:01 2025 GMT", and our own "# As of: 2026-10-21". */
function publishedOn(pem: string): Date | null {
  const written = /^#.*\bas of: *(.{8,40})$/im.exec(pem.slice(0, 4096))?.[1]?.trim() ?? '';
  const at = new Date(written.includes(':') ? written : `${written}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}

const nodeSet = lazyAnchorSet(readNodeList);

export function nodeStore(nodeVersion: string): NamedStore {
  const name = `this Node's list (${nodeVersion})`;
  return { kind: 'node', name, asOf: nodeListDate(nodeVersion), isPublic: true, set: nodeSet };
}

const systemSet = lazyAnchorSet(readSystem);

/** Holds nothing where the system has no store: in a small container image, say. */
export function systemStore(): NamedStore {
  return { kind: 'system', name: "this system's store", asOf: null, isPublic: false, set: systemSet };
}

/**
 * The newest public list: it judges. A Node that is newer than those known when the bundled list was made is newer than
 * that list as well; beside a file that an operator gave without a date, the file judges.
 */
export function newestPublic(stores: readonly NamedStore[], isGiven: boolean): NamedStore {
  const known = stores.filter(({ isPublic }) => isPublic);
  const mozilla = known.find(({ kind }) => kind === 'mozilla');
  const node = known.find(({ kind }) => kind === 'node');
  const only = mozilla ?? node;
  if (only === undefined) throw new Error('there is at least one public list');
  if (mozilla === undefined || node === undefined) return only;
  if (mozilla.asOf === null || node.asOf === null) return isGiven ? mozilla : node;
  return mozilla.asOf >= node.asOf ? mozilla : node;
}
