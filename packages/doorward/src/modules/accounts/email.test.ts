import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailAddress, normalizedEmail } from './email.ts';
import vectors from './vectors/django.json' with { type: 'json' };

describe('normalizedEmail', () => {
  it.each(vectors.normalize_email)('writes "$in" as Django does: "$out"', (vector) => {
    expect(normalizedEmail(vector.in)).toBe(vector.out);
  });
});

describe('emailAddress', () => {
  it.each([
    [' Alice@EXAMPLE.org ', 'Alice@example.org', 'alice@example.org'],
    ['a.b+tag@example.org', 'a.b+tag@example.org', 'a.b+tag@example.org'],
    ["o'neil!#$%&*/=?^_`{|}~-@example.org", "o'neil!#$%&*/=?^_`{|}~-@example.org", undefined],
    ['me@bücher.example', 'me@xn--bcher-kva.example', 'me@xn--bcher-kva.example'],
    ['me@BÜCHER.example', 'me@xn--bcher-kva.example', 'me@xn--bcher-kva.example'],
    ['me@xn--bcher-kva.example', 'me@xn--bcher-kva.example', 'me@xn--bcher-kva.example'],
    [`${'l'.repeat(64)}@example.org`, `${'l'.repeat(64)}@example.org`, undefined],
  ])('takes %s', (text, address, key) => {
    expect(emailAddress(text)).toEqual({ address, key: key ?? address.toLowerCase() });
  });

  it.each([
    ['nothing', ''],
    ['no at sign', 'alice'],
    ['no local part', '@example.org'],
    ['no domain', 'alice@'],
    ['two addresses', 'alice@example.org,mallory@example.com'],
    ['two at signs', 'alice@example.org@example.com'],
    ['a quoted local part', '"alice@example.com"@example.org'],
    ['a comment', 'alice(mallory)@example.org'],
    ['a display name', 'Alice <alice@example.org>'],
    ['a route', '@example.com:alice@example.org'],
    ['a percent route', 'alice@example.org%00.example.com'],
    ['a space', 'al ice@example.org'],
    ['a line break', 'alice@example.org\r\nBcc: mallory'],
    ['a line break in the domain', 'alice@exam\nple.org'],
    ['NUL', 'alice\0@example.org'],
    ['an empty atom', 'alice..smith@example.org'],
    ['a dot first', '.alice@example.org'],
    ['a dot last', 'alice.@example.org'],
    ['a letter beyond ASCII', 'müller@example.org'],
    ['a dotless i (CVE-2019-19844)', 'mıke@example.org'],
    ['a local part of 65', `${'l'.repeat(65)}@example.org`],
    ['an IPv4 address', 'alice@127.0.0.1'],
    ['an IPv4 address in hexadecimal', 'alice@0x7f.1'],
    ['an IPv6 literal', 'alice@[::1]'],
    ['a domain of one label', 'alice@localhost'],
    ['a port', 'alice@example.org:25'],
    ['a path', 'alice@example.org/x'],
    ['an empty label', 'alice@example..org'],
    ['a dot at the end', 'alice@example.org.'],
    ['a hyphen first', 'alice@-example.org'],
    ['a hyphen last', 'alice@example-.org'],
    ['an underscore', 'alice@exa_mple.org'],
    ['a label of 64', `alice@${'l'.repeat(64)}.org`],
    ['an address of 255', `alice@${'abcdefgh.'.repeat(28)}example`],
    ['full-width letters, which NFKC changes', 'alice@ｅxample.org'],
    ['an ideographic full stop', 'alice@example。org'],
    ['a domain that IDNA refuses', 'alice@xn--a.org'],
    ['half a surrogate pair', 'alice@ex\ud800.org'],
  ])('refuses %s', (_, text) => {
    expect(emailAddress(text)).toBeUndefined();
  });

  it('reads its own answer as the same address', () => {
    const stable = fc.property(fc.emailAddress(), (text) => {
      const read = emailAddress(text);
      const again = read && emailAddress(read.address);
      return again?.address === read?.address && again?.key === read?.key;
    });
    expect(() => fc.assert(stable)).not.toThrow();
  });

  it('answers quickly for a very long text', () => {
    const start = performance.now();
    expect(emailAddress(`${'a.'.repeat(500_000)}@example.org`)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(50);
  });
});
