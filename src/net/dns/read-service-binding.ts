/** An SVCB or HTTPS record (RFC 9460 §2.2) from its presentation text as `serviceBindingText` writes it. */
export type ServiceBinding = {
  /** 0: AliasMode, the rest of the record says nothing then. */
  readonly priority: number;
  /** "." stands for the owner of the record, and in AliasMode for "there is no such service". */
  readonly target: string;
  /** Keys in the order they came. */
  readonly keys: readonly string[];
  readonly mandatory: readonly string[];
  /** As written; the default protocol is not among them. */
  readonly alpn: readonly string[];
  readonly noDefaultAlpn: boolean;
  readonly port: number | null;
  readonly hints: readonly string[];
  /** Bytes of an ECHConfigList; null without the key. */
  readonly ech: Uint8Array | null;
  /** What breaks RFC 9460, in words; clients then ignore the record. */
  readonly faults: readonly string[];
};

type Parameter = { readonly key: string; readonly value: string };

/** Null when the text is no such record. */
export function readServiceBinding(data: string): ServiceBinding | null {
  const head = /^(\d+) (\S+)(?: |$)/.exec(data);
  if (head === null) return null;
  const [whole, priority, target = '.'] = head;
  const parameters = readParameters(data.slice(whole.length));
  const textOf = (key: string) => parameters.find((parameter) => parameter.key === key)?.value ?? null;
  const listOf = (key: string) =>
    textOf(key) === null || isUnreadable(textOf(key)) ? [] : (textOf(key) ?? '').split(',');
  const port = textOf('port');
  const ech = textOf('ech');
  return {
    priority: Number(priority),
    target,
    keys: parameters.map(({ key }) => key),
    mandatory: listOf('mandatory'),
    alpn: isUnreadable(textOf('alpn')) ? [] : protocolsIn(textOf('alpn') ?? ''),
    noDefaultAlpn: textOf('no-default-alpn') !== null,
    port: port === null || isUnreadable(port) ? null : Number(port),
    hints: [...listOf('ipv4hint'), ...listOf('ipv6hint')],
    ech: ech === null ? null : Buffer.from(ech, 'base64'),
    faults: Number(priority) === 0 ? [] : faultsOf(parameters),
  };
}

function readParameters(text: string): readonly Parameter[] {
  return [...text.matchAll(/([^\s=]+)(?:="((?:[^"\\]|\\.)*)")?(?: |$)/g)].map(([, key = '', value = '']) => ({
    key,
    value: unescaped(value),
  }));
}

function unescaped(text: string): string {
  return text.replace(/\\(\d{3})|\\(.)/g, (_all, decimal: string | undefined, plain: string) =>
    decimal === undefined ? plain : String.fromCharCode(Number(decimal)),
  );
}

/** Commas and backslashes inside a protocol name are escaped (RFC 9460 appendix A.1). */
function protocolsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^,\\]|\\.)+/g)].map(([name]) => unescaped(name));
}

/** The codec's way to show a value that does not have the form of its key. */
function isUnreadable(value: string | null): boolean {
  return value?.startsWith('\\# ') ?? false;
}

const keyNumbers = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint'];

function numberOf(key: string): number {
  const known = keyNumbers.indexOf(key);
  return known === -1 ? Number(key.replace('key', '')) : known;
}

function faultsOf(parameters: readonly Parameter[]): readonly string[] {
  const keys = parameters.map(({ key }) => key);
  const faults: string[] = [];
  if (keys.some((key, index) => index > 0 && numberOf(key) <= numberOf(keys[index - 1] ?? ''))) {
    faults.push('its keys are not in ascending order, or one comes twice (§2.2)');
  }
  for (const { key, value } of parameters) {
    if (isUnreadable(value)) faults.push(`the value of ${key} does not have its form`);
    if (value === '' && ['mandatory', 'alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint'].includes(key)) {
      faults.push(`${key} is empty`);
    }
    if (key === 'no-default-alpn' && value !== '') faults.push('no-default-alpn has a value (§7.1.1)');
  }
  if (keys.includes('no-default-alpn') && !keys.includes('alpn')) {
    faults.push('no-default-alpn stands without alpn (§7.1.1)');
  }
  const mandatory = parameters.find(({ key }) => key === 'mandatory')?.value ?? '';
  for (const key of mandatory === '' || isUnreadable(mandatory) ? [] : mandatory.split(',')) {
    if (key === 'mandatory') faults.push('mandatory lists itself (§8)');
    else if (!keys.includes(key)) faults.push(`mandatory lists ${key}, which is not there (§8)`);
  }
  return faults;
}
