import type { Suggestion } from '../core/command.ts';
import { reasonOf } from '../core/errors.ts';
import type { FindingPage } from '../core/finding.ts';
import type { Log } from '../core/log.ts';
import type { CommandServices } from '../core/services.ts';
import type { Store } from '../core/store/store.ts';
import { targetText, targetUrl } from '../core/target.ts';

export type SuggestWorld = {
  readonly store: () => Promise<Store>;
  readonly pages: readonly FindingPage[];
  readonly log: Log;
};

/** A list that takes longer to read than this is not worth its wait at each key. */
const mostLabelled = 5000;

export function suggestServices({ store, pages, log }: SuggestWorld): CommandServices['suggest'] {
  return async (kind, typed, limit) => {
    const wanted = typed.trim().toLowerCase();
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
          return (await labelsLike(await store(), wanted)).slice(0, limit);
      }
    } catch (thrown) {
      log.warn({ reason: reasonOf(thrown), kind }, 'nothing could be suggested');
      return [];
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

async function labelsLike({ endpoints }: Store, typed: string): Promise<readonly Suggestion[]> {
  const found = new Set<string>();
  let read = 0;
  for await (const batch of endpoints.batches(500)) {
    for (const { labels } of batch) {
      for (const [key, value] of Object.entries(labels)) found.add(`${key}=${value}`);
    }
    read += batch.length;
    if (read >= mostLabelled) break;
  }
  return [...found]
    .filter((label) => label.toLowerCase().includes(typed))
    .toSorted()
    .map((label) => ({ value: label, label }));
}
