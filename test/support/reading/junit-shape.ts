import type { Element } from './xml.ts';

type Shape = {
  /** Attributes, and whether they must be there. */
  readonly attributes: Readonly<Record<string, { readonly must: boolean; readonly like: RegExp }>>;
  /** Children in their order, each with how many there may be. */
  readonly children: readonly { readonly names: readonly string[]; readonly most: number }[];
  readonly hasText: boolean;
};

const [whole, time, words] = [/^\d+$/, /^\d+(?:\.\d+)?$/, /^[^\n]*$/];
const outcome: Shape = {
  attributes: { message: { must: false, like: words }, type: { must: false, like: words } },
  children: [],
  hasText: true,
};

/** What the schemas in use agree on: Jenkins' junit-10.xsd, Surefire's, and the one of Ant's reports. */
const shapes: Readonly<Record<string, Shape>> = {
  testsuites: {
    attributes: {
      name: { must: false, like: words },
      tests: { must: false, like: whole },
      failures: { must: false, like: whole },
      errors: { must: false, like: whole },
      time: { must: false, like: time },
    },
    children: [{ names: ['testsuite'], most: Number.POSITIVE_INFINITY }],
    hasText: false,
  },
  testsuite: {
    attributes: {
      name: { must: true, like: words },
      tests: { must: true, like: whole },
      failures: { must: true, like: whole },
      errors: { must: true, like: whole },
      skipped: { must: false, like: whole },
      time: { must: true, like: time },
      timestamp: { must: false, like: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/ },
    },
    children: [{ names: ['testcase'], most: Number.POSITIVE_INFINITY }],
    hasText: false,
  },
  testcase: {
    attributes: {
      name: { must: true, like: words },
      classname: { must: true, like: words },
      time: { must: true, like: time },
    },
    children: [
      { names: ['skipped', 'error', 'failure'], most: 1 },
      { names: ['system-out'], most: 1 },
    ],
    hasText: false,
  },
  failure: outcome,
  error: outcome,
  skipped: { attributes: { message: { must: false, like: words } }, children: [], hasText: false },
  'system-out': { attributes: {}, children: [], hasText: true },
};

/** What is wrong with it, as sentences; none where it is as consumers want it, counts included. */
export function junitProblems(element: Element): readonly string[] {
  const shape = shapes[element.name];
  if (shape === undefined) return [`${element.name} is not known`];
  const problems: string[] = [];
  for (const [name, value] of Object.entries(element.attributes)) {
    const wanted = shape.attributes[name];
    if (wanted === undefined) problems.push(`${element.name} has ${name}`);
    else if (!wanted.like.test(value)) problems.push(`${element.name} ${name}="${value}"`);
  }
  for (const [name, { must }] of Object.entries(shape.attributes)) {
    if (must && element.attributes[name] === undefined) problems.push(`${element.name} lacks ${name}`);
  }
  if (!shape.hasText && element.text.trim() !== '') problems.push(`${element.name} holds text`);
  const names = element.children.map((child) => child.name);
  let at = 0;
  for (const { names: allowed, most } of shape.children) {
    let count = 0;
    while (allowed.includes(names[at] ?? '') && count < most) {
      at += 1;
      count += 1;
    }
  }
  if (at < names.length) problems.push(`${element.name}: ${names[at]} stands where it may not`);
  return [...problems, ...countProblems(element), ...element.children.flatMap(junitProblems)];
}

function countProblems(element: Element): readonly string[] {
  const cases =
    element.name === 'testsuites' ? element.children.flatMap(({ children }) => children) : element.children;
  const count = (name: string) =>
    cases.filter(({ children }) => children.some((child) => child.name === name)).length;
  const found: Readonly<Record<string, number>> = {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
  return Object.entries(found).flatMap(([name, number]) => {
    const told = element.attributes[name];
    return told === undefined || Number(told) === number || !element.name.startsWith('testsuite')
      ? []
      : [`${element.name} counts ${told} ${name} of ${number}`];
  });
}
