import { setImmediate as nextTurn } from 'node:timers/promises';
import { reasonOf } from '../../core/errors.ts';
import type { FindingPage } from '../../core/finding.ts';
import type { Log } from '../../core/log.ts';
import type { Suggestion } from '../../core/option.ts';
import type { CommandServices } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import { targetText, targetUrl } from '../../core/target.ts';

export type SuggestWorld = {
  readonly store: () => Promise<Store>;
  readonly pages: readonly FindingPage[];
  readonly log: Log;
  /** Places that can be asked now. */
  readonly vantages: () => Promise<readonly string[]>;
};

/** A list that takes longer to read than this is not worth its wait at each key. */
const mostLabelled = 5000;
/** Whoever types asks anew at each key: labels are read once for all keys of a few seconds. */
const labelsKeptMs = 10_000;
/** More waiting at once means that the store does not keep up: then nothing is offered. */
const mostWaiting = 50;

export function suggestServices({ store, pages, log, vantages }: SuggestWorld): CommandServices['suggest'] {
  let labels: { readonly until: number; readonly found: Promise<readonly string[]> } | null = null;
  let waiting = 0;

  function labelsInUse(): Promise<readonly string[]> {
    if (labels !== null && performance.now() < labels.until) return labels.found;
    const found = readLabels(store);
    const kept = { until: Number.POSITIVE_INFINITY, found };
    labels = kept;
    found.then(
      () => {
        if (labels === kept) labels = { until: performance.now() + labelsKeptMs, found };
      },
      () => {
        if (labels === kept) labels = null;
      },
    );
    return found;
  }

  return async (kind, typed, limit) => {
    const wanted = typed.trim().toLowerCase();
    if (waiting >= mostWaiting && kind !== 'finding') return [];
    waiting += 1;
    try {
      switch (kind) {
        case 'watched':
          return (await (await store()).endpoints.matching(wanted, limit)).map(({ target }) => ({
            value: targetUrl(target),
            label: targetText(target),
          }));
        case 'finding':
          return findingsLike(pages, wanted).slice(0, limit);
        case 'label':
          return (await labelsInUse())
            .filter((label) => label.toLowerCase().includes(wanted))
            .slice(0, limit)
            .map((label) => ({ value: label, label }));
        case 'vantage':
          return [...(await vantages()), 'all']
            .filter((name) => name.toLowerCase().startsWith(wanted))
            .slice(0, limit)
            .map((name) => ({ value: name, label: name }));
      }
    } catch (thrown) {
      log.warn({ reason: reasonOf(thrown), kind }, 'nothing could be suggested');
      return [];
    } finally {
      waiting -= 1;
    }
  };
}

/** Ids that begin with it, then ids that hold it, then titles that do. */
function findingsLike(pages: readonly FindingPage[], typed: string): readonly Suggestion[] {
  const rank = ({ id, title }: FindingPage) => {
    if (id.startsWith(typed)) return 0;
    if (id.includes(typed)) return 1;
    return title.toLowerCase().includes(typed) ? 2 : 3;
  };
  return pages
    .map((page) => ({ page, at: rank(page) }))
    .filter(({ at }) => at < 3)
    .toSorted((one, other) => one.at - other.at)
    .map(({ page }) => ({ value: page.id, label: `${page.id}: ${page.title}` }));
}

async function readLabels(store: SuggestWorld['store']): Promise<readonly string[]> {
  const found = new Set<string>();
  let read = 0;
  for await (const batch of (await store()).endpoints.batches(250)) {
    for (const { labels } of batch) {
      for (const [key, value] of Object.entries(labels)) found.add(`${key}=${value}`);
    }
    read += batch.length;
    if (read >= mostLabelled) break;
    // Others are answered in between.
    await nextTurn();
  }
  return [...found].toSorted();
}
