/** "the serial number is zero (RFC 5280 §4.1.2.2)". */
export function cited({ text, citation }: { readonly text: string; readonly citation: string }): string {
  return `${text} (${citation})`;
}
