import { authRequest } from '../adapters/fetch.ts';
import type { Client } from '../core/auth-request.ts';
import { policy } from '../core/policy.ts';
import { presentRefusal } from '../core/present.ts';
import { refuse } from '../core/refusal.ts';
import { routes } from '../core/routes.ts';
import { type HttpError, MisdirectedRequest, ParseError } from '../http/errors.ts';
import { anyone } from '../permissions/anyone.ts';
import { apiEndpoints, listenerOf } from './api.ts';
import { kitOf } from './kit.ts';
import type { Log } from './logs.ts';
import { presentPage } from './pages/error-page.ts';
import { pageEndpoints } from './pages/pages.ts';
import type { Parts } from './parts.ts';

/** The whole server as one function. */
export type ServerSite = (request: Request, client: Client) => Promise<Response>;

/**
 * Builds the pages and the API over the parts, as one function to be mounted in any framework.
 *
 * *Use when* the program's pages and API live inside an application of your own.
 */
export function serverSite(parts: Parts, log: Log): ServerSite {
  const kit = kitOf(parts, log);
  const fallback = policy({
    schemes: [],
    permission: anyone,
    switches: kit.switches,
    present: presentPage(kit),
    listener: listenerOf(kit),
  });
  const answer = routes([...apiEndpoints(kit), ...pageEndpoints(kit)], {
    fallback,
    headers: safetyHeaders(parts.settings.origin),
  });
  const hosts = new Set(kit.origins.map((origin) => new URL(origin).host));

  return async (request, client) => {
    const asked = authRequest(request, { client, now: parts.clock() });
    const { pathname } = new URL(request.url);
    // Load balancers ask for the state of one server by its address.
    const isProbe = pathname === '/healthz' || pathname === '/readyz';
    const error = isProbe ? undefined : wrongHost(request, hosts, parts.settings.origin);
    if (error !== undefined) {
      const refusal = refuse(fallback, asked, { kind: 'error', error });
      return presentRefusal(refusal, asked, kit.switches);
    }
    return answer(request, asked);
  };
}

/** A request for another name was meant for somebody else, or made up to poison a link or a cache. */
function wrongHost(
  request: Request,
  hosts: ReadonlySet<string>,
  origin: string,
): HttpError | undefined {
  const host = request.headers.get('host');
  if (host === null) return new ParseError('The request has no Host field.');
  return hosts.has(host.toLowerCase())
    ? undefined
    : new MisdirectedRequest(`This server answers for ${origin} only.`);
}

/** Fields for every answer: nothing is framed, sniffed, loaded from elsewhere or run as a script. */
function safetyHeaders(origin: string): Readonly<Record<string, string>> {
  const policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(origin.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  };
}
