import { domainToASCII, domainToUnicode } from 'node:url';

/** An address that mail can be sent to. */
export interface EmailAddress {
  /** As it is stored and written to: the local part as given, the domain as A-labels. */
  readonly address: string;
  /** What makes two addresses the same: all in lower case. */
  readonly key: string;
}

const mostLocal = 64;
const mostAddress = 254;
const atext = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/;
const domainText = /^[\p{L}\p{M}\p{N}.-]+$/u;
const label = /^[a-z0-9-]+$/;

/**
 * An e-mail address as Django writes it: without white space around it, the part after the last
 * `@` in lower case.
 */
export function normalizedEmail(text: string): string {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  return at < 0 ? trimmed : trimmed.slice(0, at + 1) + trimmed.slice(at + 1).toLowerCase();
}

/**
 * Reads one e-mail address, strictly. Undefined for everything that two mail programs could
 * understand in two ways: quotes, comments, routes, several addresses, IP literals, a local part
 * beyond ASCII, characters that Unicode's compatibility form would change.
 *
 * *Use when* mail will be sent to what somebody typed.
 *
 * @see RFC 5321 §4.1.2 (`Dot-string`), RFC 5891; CVE-2019-19844
 * @example
 * ```ts
 * import { emailAddress } from 'doorward/accounts';
 *
 * emailAddress('Me@BÜCHER.example')?.address; // => 'Me@xn--bcher-kva.example'
 * emailAddress('me@example.org, you@example.org'); // => undefined
 * ```
 */
export function emailAddress(text: string): EmailAddress | undefined {
  const email = normalizedEmail(text);
  if (email.length > mostAddress || !email.isWellFormed()) return undefined;
  if (email.normalize('NFKC') !== email) return undefined;
  const at = email.indexOf('@');
  const local = email.slice(0, at);
  if (at < 1 || local.length > mostLocal) return undefined;
  if (!local.split('.').every((atom) => atext.test(atom))) return undefined;
  const domain = aLabels(email.slice(at + 1));
  if (domain === undefined) return undefined;
  const address = `${local}@${domain}`;
  return address.length > mostAddress ? undefined : { address, key: address.toLowerCase() };
}

/** The domain in its ASCII form. Checked before, because the URL rules would cut at `/` and `:`. */
function aLabels(domain: string): string | undefined {
  if (!domainText.test(domain)) return undefined;
  const name = domainToASCII(domain);
  const labels = name.split('.');
  if (name.length > 253 || labels.length < 2 || !labels.every(isLabel)) return undefined;
  // An A-label that stands for nothing is passed through as it is, both ways.
  if (
    domainToUnicode(name)
      .split('.')
      .some((part) => part.startsWith('xn--'))
  )
    return undefined;
  // The URL rules read `1.2` and `0x7f.1` as IP addresses.
  return /^[0-9]+$/.test(labels.at(-1) as string) ? undefined : name;
}

function isLabel(text: string): boolean {
  return text.length <= 63 && label.test(text) && !text.startsWith('-') && !text.endsWith('-');
}
