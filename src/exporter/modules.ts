/** The modules there are, by the names that the exporter's example configuration has. */
export const modules = ['http_2xx', 'tcp_connect', 'tcp_tls', 'dns'] as const;
export type ModuleName = (typeof modules)[number];

export function moduleNamed(name: string): ModuleName | null {
  return modules.find((module) => module === name) ?? null;
}
