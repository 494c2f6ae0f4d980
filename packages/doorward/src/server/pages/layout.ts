import { type HeaderFields, headersFrom } from '../../http/response.ts';
import { type Html, type HtmlPart, html } from '../html.ts';

/** What every page knows. */
export interface PageFrame {
  readonly siteName: string;
  /** Whether there is a page to sign up on. */
  readonly signUp: 'open' | 'closed';
  /** Who is looking. Undefined where the page did not ask; it then offers nothing of theirs. */
  readonly visitor?: Visitor;
}

/** Who is looking at a page. */
export interface Visitor {
  /** Undefined when nobody is signed in. */
  readonly username?: string | undefined;
  /** Token for the log-out form in the header. */
  readonly csrfToken?: string | undefined;
}

/** A whole document, as a response. */
export function page(
  frame: PageFrame,
  title: string,
  body: HtmlPart,
  init: { readonly status?: number; readonly headers?: HeaderFields } = {},
): Response {
  const headers = headersFrom(init.headers);
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('cache-control', 'no-store');
  return new Response(documentOf(frame, title, body).text, { status: init.status ?? 200, headers });
}

function documentOf(frame: PageFrame, title: string, body: HtmlPart): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${frame.siteName}</title>
<link rel="stylesheet" href="/assets/style.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<a class="site" href="/"><img src="/assets/icon.svg" alt="" width="20" height="20">${frame.siteName}</a>
${frame.visitor && html`<nav aria-label="Account">${navigation(frame.visitor, frame)}</nav>`}
</header>
<main id="main">
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

function navigation({ username, csrfToken }: Visitor, { signUp }: PageFrame): Html {
  if (username === undefined) {
    return html`<a href="/log-in">Log in</a>${signUp === 'open' && html` <a href="/sign-up">Sign up</a>`}`;
  }
  return html`<a class="name" href="/profile">${username}</a>
<form method="post" action="/log-out">${csrfField(csrfToken)}<button class="plain">Log out</button></form>`;
}

/** The hidden field that proves a form came from our own page. */
export function csrfField(token: string | undefined): Html {
  return html`<input type="hidden" name="csrf_token" value="${token ?? ''}">`;
}

/** Sends the browser on with a GET, whatever it came with (RFC 9110 §15.4.4). */
export function seeOther(location: string, headers?: HeaderFields): Response {
  const all = headersFrom(headers);
  all.set('location', location);
  all.set('cache-control', 'no-store');
  return new Response(null, { status: 303, headers: all });
}
