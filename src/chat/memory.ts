/** The last `size` things that were added, by a short name each. */
export type Memory = { has(id: string): boolean; add(id: string): void };

export function createMemory(size: number): Memory {
  const kept = new Set<string>();
  return {
    has: (id) => kept.has(id),
    add(id) {
      kept.add(id);
      const [oldest] = kept;
      if (kept.size > size && oldest !== undefined) kept.delete(oldest);
    },
  };
}
