/** Sizes in units of the drawing, which is drawn at twice their number of pixels. */
export const sizes = {
  width: 720,
  margin: 24,
  /** Where the first day begins and the last one ends. */
  left: 208,
  right: 598,
  /** The axis of the histogram, and how far it goes up and down from there. */
  axis: 166,
  up: 74,
  down: 46,
  /** The first named bar, and from one to the next. */
  rows: 254,
  row: 27,
} as const;

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

export function xOf(day: number, days: number): number {
  return sizes.left + (Math.min(Math.max(day, 0), days) * (sizes.right - sizes.left)) / days;
}
