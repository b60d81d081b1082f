/** "the serial number is zero (RFC 5280 §4.1.2.2, byte 15)". */
export function cited({
  text,
  citation,
  at,
}: {
  readonly text: string;
  readonly citation: string;
  readonly at?: number;
}): string {
  return `${text} (${citation}${at === undefined ? '' : `, byte ${at}`})`;
}
