/** Lower case without the dot of the root: browsers and Node take "example.org." for "example.org" on both sides. */
export function plainName(name: string): string {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  return bare.toLowerCase();
}
