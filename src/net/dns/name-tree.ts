/** The name above, "." above a single label; null above the root. Escaped dots inside a label stay in it. */
export function parentName(name: string): string | null {
  if (name === '.') return null;
  const dot = /(?<!\\)(?:\\\\)*\./.exec(name);
  return dot === null ? '.' : name.slice(dot.index + dot[0].length);
}

/** Whether `name` is `ancestor` or lies below it. */
export function isWithin(name: string, ancestor: string): boolean {
  return ancestor === '.' || name === ancestor || name.endsWith(`.${ancestor}`);
}

/** The name itself and every name above it, without the root. */
export function climbFrom(name: string): readonly string[] {
  const names: string[] = [];
  for (let at: string | null = name; at !== null && at !== '.'; at = parentName(at)) names.push(at);
  return names;
}
