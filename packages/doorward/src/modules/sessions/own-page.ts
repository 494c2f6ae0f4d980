import type { AuthRequest } from '../../core/auth-request.ts';
import type { Fields } from '../../core/body.ts';
import { isCrossOrigin } from '../../core/cross-origin.ts';
import { cookieValue } from '../../http/cookie.ts';
import { PermissionDenied } from '../../http/errors.ts';
import type { CsrfTokens } from '../../schemes/csrf.ts';
import type { Sessions } from './types.ts';

/** What {@link checkOwnPage} needs. */
export interface OwnPageOptions {
  readonly sessions: Pick<Sessions, 'bindings' | 'cookieName'>;
  /** The tokens that the session scheme verifies. */
  readonly csrf: CsrfTokens;
  /** Origins whose pages are ours. Default: the host the request was sent to. */
  readonly origins?: readonly string[] | undefined;
}

const headerNames = ['x-csrf-token', 'x-csrftoken'];
const fieldNames = ['csrf_token', 'csrfmiddlewaretoken'];

/**
 * Checks that a page of ours sent a request of somebody who is not signed in.
 *
 * *Use when* a log-in or a sign-up is sent by a browser: it acts for whoever sends it, so another
 * site must not be able to send it for its visitors. The token stands in a header or a form field
 * and is bound to a cookie; `GET /api/csrf` and `sessions.bindings` hand it out.
 *
 * @throws PermissionDenied (`csrf_failed`)
 */
export function checkOwnPage(options: OwnPageOptions, asked: AuthRequest, fields: Fields): void {
  const { sessions, csrf, origins } = options;
  const token = tokenOf(asked, fields);
  const bound = [sessions.bindings.read(asked.request), sessionIdOf(sessions, asked)];
  const genuine =
    token !== undefined &&
    !isCrossOrigin(asked, origins) &&
    bound.some((binding) => binding !== undefined && csrf.verify(token, binding));
  if (!genuine) {
    throw new PermissionDenied(
      'This form is not one of ours, or it is too old. Open the page again, and allow cookies.',
      { code: 'csrf_failed' },
    );
  }
}

/** Secret id of the session that the browser came with; of two cookies neither counts. */
export function sessionIdOf(
  { cookieName }: Pick<Sessions, 'cookieName'>,
  { request }: AuthRequest,
): string | undefined {
  const value = cookieValue(request.headers.get('cookie'), cookieName);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function tokenOf({ request }: AuthRequest, fields: Fields): string | undefined {
  const given = [
    ...headerNames.map((name) => request.headers.get(name)),
    ...fieldNames.map((name) => fields.get(name)),
  ];
  return given.find((token): token is string => typeof token === 'string' && token !== '');
}
