import { type WatchState, watchStates } from '../../core/watch/watch-state.ts';

export const watchOrders = ['end', 'name', 'state', 'look'] as const;
export type WatchOrder = (typeof watchOrders)[number];

/** `attention`: one of the states that need somebody; `unowned`: nobody would be called. */
export const watchFilters = ['attention', 'alarm', 'muted', 'unowned', ...watchStates] as const;
export type WatchFilter = 'attention' | 'alarm' | 'muted' | 'unowned' | WatchState;

/** What the address of the page says: it can be shared, and kept as a bookmark. */
export type WatchQuery = {
  readonly text: string;
  readonly state: WatchFilter | null;
  /** Part of a name, or "nobody". */
  readonly owner: string;
  /** `key` or `key=value`. */
  readonly label: string;
  readonly order: WatchOrder;
  readonly isReversed: boolean;
  /** From 1. */
  readonly page: number;
  /** The days that the timeline shows, counted from today. */
  readonly span: Span;
};

export type Span = { readonly from: number; readonly days: number };

export const usualSpan: Span = { from: 0, days: 90 };
export const spanLimits = { fewest: 7, most: 400, earliest: -90, latest: 800 } as const;
const longestText = 200;

/** Whatever an address says becomes a query: what is not understood is as if it were left out. */
export function readWatchQuery(given: (name: string) => string | undefined): WatchQuery {
  const words = (name: string) => (given(name) ?? '').trim().slice(0, longestText);
  const [, minus, order] = /^(-?)([a-z]+)$/.exec(words('sort')) ?? [];
  return {
    text: words('q'),
    state: watchFilters.find((one) => one === words('state')) ?? null,
    owner: words('owner'),
    label: words('label'),
    order: watchOrders.find((one) => one === order) ?? 'end',
    isReversed: minus === '-' && watchOrders.some((one) => one === order),
    page: Math.max(1, whole(words('page')) ?? 1),
    span: boundedSpan({
      from: whole(words('from')) ?? usualSpan.from,
      days: whole(words('days')) ?? usualSpan.days,
    }),
  };
}

export function boundedSpan({ from, days }: Span): Span {
  const { fewest, most, earliest, latest } = spanLimits;
  return {
    from: Math.min(latest, Math.max(earliest, from)),
    days: Math.min(most, Math.max(fewest, days)),
  };
}

/** Half or twice as many days, around the middle of what is shown. */
export function zoomed({ from, days }: Span, way: 'in' | 'out'): Span {
  const { fewest, most } = spanLimits;
  const wanted = way === 'in' ? Math.floor(days / 2) : days * 2;
  const next = Math.min(most, Math.max(fewest, wanted));
  // Where it begins today it goes on beginning today: that is what most look for.
  if (from === 0) return boundedSpan({ from, days: next });
  return boundedSpan({ from: from + Math.trunc((days - next) / 2), days: next });
}

/** A third of it further on, or back. */
export function shifted({ from, days }: Span, way: 'earlier' | 'later'): Span {
  const step = Math.max(1, Math.round(days / 3));
  return boundedSpan({ from: way === 'later' ? from + step : from - step, days });
}

function whole(typed: string): number | null {
  return /^-?\d{1,6}$/.test(typed) ? Number(typed) : null;
}

/** The address of the same list with something changed; another filter or order begins at the first page. */
export function watchHref(query: WatchQuery, change: Partial<WatchQuery> = {}): string {
  const stays = Object.keys(change).every((key) => key === 'page' || key === 'span');
  const asked = { ...query, ...(stays ? {} : { page: 1 }), ...change };
  const { order, isReversed, span } = asked;
  const sort = order === 'end' && !isReversed ? '' : `${isReversed ? '-' : ''}${order}`;
  const parts: [string, string][] = [
    ['q', asked.text],
    ['state', asked.state ?? ''],
    ['owner', asked.owner],
    ['label', asked.label],
    ['sort', sort],
    ['page', asked.page === 1 ? '' : String(asked.page)],
    ['from', span.from === usualSpan.from ? '' : String(span.from)],
    ['days', span.days === usualSpan.days ? '' : String(span.days)],
  ];
  const written = new URLSearchParams(parts.filter(([, value]) => value !== ''));
  return written.size === 0 ? '/watch' : `/watch?${written}`;
}

export function isFiltered({ text, state, owner, label }: WatchQuery): boolean {
  return text !== '' || state !== null || owner !== '' || label !== '';
}
