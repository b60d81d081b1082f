export type Fields = Readonly<Record<string, unknown>>;
export type Shape = (value: unknown) => boolean;

export const text: Shape = (value) => typeof value === 'string';
export const isOneOf =
  (...known: readonly string[]): Shape =>
  (value) =>
    known.includes(value as string);
export const optional =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);
/** What JSON cannot write, an invalid date say, came to rest as null. */
export const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);
export const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

export function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value) =>
    isFields(value) && Object.entries(shapes).every(([name, shape]) => shape(own(value, name)));
}

export function byKind(kinds: Readonly<Record<string, Shape>>): Shape {
  return (value) => {
    const kind = isFields(value) ? own(value, 'kind') : null;
    return typeof kind === 'string' && Object.hasOwn(kinds, kind) && kinds[kind]?.(value) === true;
  };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: Fields, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
