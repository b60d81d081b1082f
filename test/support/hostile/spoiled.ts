import fc from 'fast-check';
import { hostileText } from '../samples/hostile-message.ts';

type Json = unknown;
type Step = string | number;

/** What stands where something else was expected. */
const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    ...[null, true, false, 0, -1, 1e308, 2 ** 53, '', ' ', 'null', '0', '__proto__', 'constructor'],
    ...[[], {}, [null], [[]], { id: null }, { text: {} }, { length: 1e9 }],
    // Whom and what others have.
    ...[
      'U0EVERYONE',
      'C0STRANGER',
      'S0GROUP',
      '300000000000000009',
      '9'.repeat(40),
      '../../x',
      'https://evil.example/',
    ],
    ...[
      '\ud800',
      '\u202e\u2066',
      '\u0000',
      'x'.repeat(5000),
      '=check?target=x',
      '{"command":"check"}',
      '#forgotten',
    ],
  ),
  fc.constantFrom(
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as Json,
  ),
  fc.constantFrom(nested(200), many(300)),
  hostileText,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
);

function nested(depth: number): Json {
  let value: Json = 'x';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

function many(count: number): Json {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, index]));
}

/** Every place in it, the whole left out. */
function placesIn(value: Json, path: readonly Step[] = []): readonly (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return path.length === 0 ? [] : [path];
  const own: readonly [Step, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [
    ...(path.length === 0 ? [] : [path]),
    ...own.flatMap(([name, inner]) => placesIn(inner, [...path, name])),
  ];
}

type Change = {
  readonly at: number;
  readonly kind: 'leave out' | 'replace' | 'add' | 'repeat';
  readonly value: Json;
};

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('leave out', 'replace', 'replace', 'add', 'repeat'),
  value: junk,
});

/** `valid` with one to four places of it gone, of another kind, or with more in them. Keys of prototypes stand as own ones. */
export function spoiled(valid: object): fc.Arbitrary<object> {
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let value: Json = structuredClone(valid);
    for (const { at, kind, value: other } of changes) {
      const places = placesIn(value);
      const path = places[at % places.length];
      if (path !== undefined) value = changed(value, path, kind, other);
    }
    return value as object;
  });
}

function changed(whole: Json, [step, ...rest]: readonly Step[], kind: Change['kind'], other: Json): Json {
  if (typeof whole !== 'object' || whole === null || step === undefined) return whole;
  const inner = (whole as Readonly<Record<Step, Json>>)[step];
  if (Array.isArray(whole)) {
    const before = whole.slice(0, Number(step));
    const after = whole.slice(Number(step) + 1);
    if (rest.length > 0) return [...before, changed(inner, rest, kind, other), ...after];
    if (kind === 'leave out') return [...before, ...after];
    if (kind === 'repeat') return [...before, ...Array(20).fill(inner), ...after];
    return kind === 'add' ? [...before, inner, other, ...after] : [...before, other, ...after];
  }
  const entries = Object.entries(whole).flatMap(([name, value]): [string, Json][] => {
    if (name !== step) return [[name, value]];
    if (rest.length > 0) return [[name, changed(value, rest, kind, other)]];
    if (kind === 'leave out') return [];
    if (kind === 'repeat') return [[name, [value, value]]];
    return kind === 'add'
      ? [
          [name, value],
          ['__proto__', other],
        ]
      : [[name, other]];
  });
  // An own "__proto__", as JSON.parse makes it; Object.fromEntries does the same.
  return Object.fromEntries(entries);
}
