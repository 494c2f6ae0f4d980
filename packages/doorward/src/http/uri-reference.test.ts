import { describe, expect, it } from 'vitest';
import { setContentLocation } from './content-location.ts';
import { HttpResponseOK } from './responses-2xx.ts';
import { HttpResponseNotFound } from './responses-4xx.ts';
import { redirectTarget, uriReference } from './uri-reference.ts';

describe('uriReference', () => {
  it.each([
    ['/items/é?q=ü#ñ', '/items/%C3%A9?q=%C3%BC#%C3%B1'],
    ['/a b', '/a%20b'],
    ['/done/%C3%A9%20', '/done/%C3%A9%20'],
    ['/100%', '/100%25'],
    ['/%zz', '/%25zz'],
    ['/a%5Bb', '/a%5Bb'],
    ['http://[::1]:8000/x', 'http://[::1]:8000/x'],
    ['http://münchen.de/ü', 'http://xn--mnchen-3ya.de/%C3%BC'],
    ['//münchen.de:81/', '//xn--mnchen-3ya.de:81/'],
    ['http://ü@münchen.de/', 'http://%C3%BC@xn--mnchen-3ya.de/'],
    ['/\\evil.example', '/%5Cevil.example'],
    ['?page=2', '?page=2'],
    ['<>"', '%3C%3E%22'],
    ['', ''],
  ])('writes %j as %j (RFC 3987 §3.1)', (iri, uri) => {
    expect(uriReference(iri)).toBe(uri);
    expect(uriReference(uri)).toBe(uri);
  });

  it.each(['a\nb', 'a\r', '\tx', 'a\u007f', 'a\0', '\ud800', 'http://ü<b/'])(
    'refuses %j',
    (iri) => {
      expect(() => uriReference(iri)).toThrow(TypeError);
    },
  );
});

describe('redirectTarget', () => {
  it.each([
    '/next',
    'next',
    '//cdn.example/x',
    'https://example.org/',
    'HTTP://example.org/',
    'ftp://f.example/',
  ])('allows %j', (target) => {
    expect(redirectTarget(target)).toBe(target);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'mailto:a@example.org',
    'http://',
  ])('refuses %j, read as a browser reads it', (target) => {
    expect(() => redirectTarget(target)).toThrow(TypeError);
  });

  it('takes a URL object', () => {
    expect(redirectTarget(new URL('https://example.org/a b'))).toBe('https://example.org/a%20b');
  });
});

describe('setContentLocation', () => {
  it('sets the field as a URI, on the four statuses that have a representation', () => {
    const response = new HttpResponseOK('x');
    setContentLocation(response, '/é');
    expect(response.headers.get('content-location')).toBe('/%C3%A9');
    for (const status of [200, 201, 206]) {
      expect(() => setContentLocation(new Response('', { status }), '/a')).not.toThrow();
    }
    expect(() => setContentLocation(new Response(null, { status: 304 }), '/a')).not.toThrow();
  });

  it('refuses other statuses and line breaks', () => {
    expect(() => setContentLocation(new HttpResponseNotFound(), '/a')).toThrow(TypeError);
    expect(() => setContentLocation(new HttpResponseOK('x'), '/a\n')).toThrow(TypeError);
  });
});
