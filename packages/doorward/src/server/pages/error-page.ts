import type { AuthRequest } from '../../core/auth-request.ts';
import type { Present } from '../../core/policy.ts';
import { presentRefusal } from '../../core/present.ts';
import type { Refusal } from '../../core/refusal.ts';
import { negotiate } from '../../http/accept.ts';
import { html } from '../html.ts';
import type { Kit } from '../kit.ts';
import { page, seeOther } from './layout.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'That request was not understood',
  401: 'Please log in',
  403: 'You may not do that',
  404: 'There is no such page',
  405: 'That cannot be done here',
  413: 'That was too much',
  415: 'That format is not understood',
  421: 'Wrong address',
  429: 'Too many tries',
  500: 'Something went wrong here',
  503: 'Not available at the moment',
};

/**
 * Presents refusals to browsers as pages: whoever is not signed in and asks for a page is sent to
 * log in and back. Everybody else gets the built-in problem details.
 */
export function presentPage(kit: Kit): Present {
  return (refusal, request) => {
    if (!wantsPage(request)) return undefined;
    const needsLogIn = refusal.code === 'not_authenticated';
    if (needsLogIn && request.request.method === 'GET') {
      return seeOther(`/log-in?next=${encodeURIComponent(pathOf(request))}`);
    }
    return errorPage(kit, refusal, request);
  };
}

/** A refusal as a page, with every field the built-in answer has. */
export function errorPage(kit: Kit, refusal: Refusal, request: AuthRequest): Response {
  const plain = presentRefusal(refusal, request, kit.switches);
  const id = refusal.error.extensions?.['id'];
  return page(
    kit.frame(),
    titles[refusal.status] ?? 'That did not work',
    html`<p>${refusal.detail}</p>
${typeof id === 'string' && html`<p>Number of this error: <code>${id}</code></p>`}
<p><a href="/">To the start page</a></p>`,
    { status: refusal.status, headers: plain.headers },
  );
}

function wantsPage({ request }: AuthRequest): boolean {
  const accept = request.headers.get('accept');
  return (
    accept !== null && negotiate(accept, ['application/problem+json', 'text/html']) === 'text/html'
  );
}

function pathOf({ request }: AuthRequest): string {
  const { pathname, search } = new URL(request.url, 'http://localhost');
  return pathname + search;
}
