import { learned } from '../core/probe.ts';
import { dayText } from '../core/text/utc-text.ts';
import { type AriAnswer, askAri, silent } from '../pki/ari/ask-ari.ts';
import { ariCertificateId } from '../pki/ari/certificate-id.ts';
import { type AriDirectory, directoryOf, publicAriDirectories } from '../pki/ari/directories.ts';
import { chainProbe, type ServedChain } from './chain.ts';
import { fetchShared } from './fetch-shared.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { withoutTls } from './tls.ts';

/** When the CA of each leaf wants it renewed (RFC 9773), or why that is not known. */
export type AriFacts = { readonly leaves: readonly AriOfLeaf[] };

export type AriOfLeaf = {
  readonly fingerprint256: string;
  /** Addresses that serve it, as `ip:port`. */
  readonly addresses: readonly string[];
  /** Who was asked; null: nobody. */
  readonly directory: Pick<AriDirectory, 'name' | 'url'> | null;
  readonly certificateId: string | null;
  readonly answer: AriAnswer;
};

const budgetMs = 2000;
const mostLeaves = 4;
const perFetchMs = 3000;
const mostBytes = 64 * 1024;
const accept = 'application/json';

/** Runs beside HTTP, and always ends well: a CA that is silent says nothing about the target. */
export const ariProbe = defineProbe({
  name: 'ari',
  layer: 'certificate',
  rung: { label: 'Renewal', covers: [], always: false },
  needs: { chain: chainProbe },
  deadlineMs: 3000,
  notApplicable: withoutTls,
  describe({ leaves }: AriFacts) {
    const windows = leaves.flatMap(({ answer }) => (answer.kind === 'window' ? [answer.window] : []));
    const [first] = windows.toSorted((one, other) => one.start.getTime() - other.start.getTime());
    return first === undefined ? 'no word from the CA' : `from ${dayText(first.start)}`;
  },
  async run(_target, { chain }, context) {
    const patience = AbortSignal.timeout(Math.ceil(context.budgetMs(budgetMs)));
    const served = Map.groupBy(chain.chains, ({ leaf }) => leaf.fingerprint256);
    const leaves = [...served.values()].slice(0, mostLeaves);
    return learned<AriFacts>({
      leaves: await Promise.all(leaves.map((lists) => askAbout(lists, context, patience))),
    });
  },
});

async function askAbout(
  lists: readonly ServedChain[],
  context: ProbeContext,
  patience: AbortSignal,
): Promise<AriOfLeaf> {
  const [served] = lists;
  if (served === undefined) throw new Error('a group holds at least one list');
  const { leaf } = served;
  const directory = directoryOf(leaf, knownDirectories(served, context));
  const certificateId = ariCertificateId(leaf);
  return {
    fingerprint256: leaf.fingerprint256,
    addresses: lists.flatMap(({ addresses }) => addresses),
    directory: directory && { name: directory.name, url: directory.url },
    certificateId,
    answer: await answerFor(),
  };

  async function answerFor(): Promise<AriAnswer> {
    if (directory === null)
      return silent('no-directory', 'no CA that says when to renew is known to have issued it');
    if (certificateId === null) return silent('no-key-identifier', 'it carries no key identifier to ask by');
    if (context.now() > leaf.notAfter) return silent('ended', 'it has ended');
    const { cache, now, signal, trust } = context;
    const patient = { ...context, signal: AbortSignal.any([signal, patience]) };
    const limits = { secureContext: trust.secureContext, timeoutMs: perFetchMs, maxBytes: mostBytes, accept };
    const fetch = (url: string) => fetchShared({ ...limits, url, key: `ari ${url}` }, patient);
    return askAri(leaf, certificateId, directory, { fetch, cache, now, signal });
  }
}

/** A private CA may call itself anything: the public ones hear only of certificates that lead to a public root. */
function knownDirectories(
  { publiclyTrusted }: ServedChain,
  { ariDirectories = [] }: ProbeContext,
): readonly AriDirectory[] {
  return publiclyTrusted ? [...ariDirectories, ...publicAriDirectories] : ariDirectories;
}
