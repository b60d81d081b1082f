/** Sizes in units of the drawing: a picture is drawn at twice their number of pixels, a page as wide as it is. */
export type Layout = {
  readonly width: number;
  readonly margin: number;
  /** Where the first day begins and the last one ends. */
  readonly left: number;
  readonly right: number;
  /** The axis of the histogram, and how far it goes up and down from there. */
  readonly axis: number;
  readonly up: number;
  readonly down: number;
  /** The first named bar, and from one to the next. */
  readonly rows: number;
  readonly row: number;
  /** Names stand left of their bars, or above them where it is narrow. */
  readonly names: 'beside' | 'above';
  /** For a page: no ground or headline of its own, and marks that can be reached and followed. Null: a picture. */
  readonly page: { readonly name: string } | null;
};

export const picture: Layout = {
  width: 720,
  margin: 24,
  left: 208,
  right: 598,
  axis: 166,
  up: 74,
  down: 46,
  rows: 254,
  row: 27,
  names: 'beside',
  page: null,
};

const onPage = { axis: 100, up: 74, down: 40, rows: 198, row: 27, names: 'beside' } as const;

/** The same timeline for a desk, a tablet and a phone: a page shows the one that fits. */
export const pageLayouts: readonly Layout[] = [
  { ...onPage, width: 1200, margin: 8, left: 280, right: 1060, page: { name: 'wide' } },
  { ...onPage, width: 720, margin: 4, left: 196, right: 600, page: { name: 'middle' } },
  {
    ...onPage,
    width: 340,
    margin: 4,
    left: 4,
    right: 336,
    axis: 122,
    rows: 226,
    row: 44,
    names: 'above',
    page: { name: 'narrow' },
  },
];

/** On a ground of its own, so that it reads alike in a light and a dark theme. Told apart by brightness, too. */
export const colors = {
  ground: '#ffffff',
  edge: '#d8dde6',
  ink: '#1b2330',
  faint: '#5b6678',
  grid: '#c9d0dc',
  weekend: '#f1f3f7',
  ends: '#3b4862',
  dues: '#3f7be0',
  left: '#c9d6ee',
  due: '#eda420',
  overdue: '#c0281c',
  /** The same stages while they are still to come. */
  dueLater: '#f8dda6',
  overdueLater: '#efb7b1',
  weekendKey: '#dfe4ec',
} as const;

/** Days are counted from the first that is shown. */
export function xOf(day: number, days: number, { left, right }: Layout): number {
  return left + (Math.min(Math.max(day, 0), days) * (right - left)) / days;
}
