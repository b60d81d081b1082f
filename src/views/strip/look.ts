/** Sizes in units of the drawing, which is drawn at twice their number of pixels. */
export const sizes = {
  width: 720,
  margin: 24,
  /** Where the first bar begins and the last one ends. */
  left: 74,
  right: 696,
  /** Top and bottom of the bars. */
  top: 92,
  bottom: 158,
  /** The same of the latency below. */
  latencyTop: 212,
  latencyBottom: 292,
} as const;

/** On a ground of its own, so that it reads alike in a light and a dark theme. Told apart by brightness, too. */
export const colors = {
  ground: '#ffffff',
  edge: '#d8dde6',
  ink: '#1b2330',
  faint: '#5b6678',
  grid: '#e3e7ee',
  up: '#9cc9b4',
  degraded: '#eda420',
  down: '#a3160d',
  unjudged: '#8a94a6',
  latency: '#2b62c4',
  spread: '#c9d9f5',
} as const;
