import { NotFound, ParseError } from '../http/errors.ts';
import type { AuthRequest } from './auth-request.ts';
import { type Fields, readFields } from './body.ts';
import type { Endpoint } from './endpoint.ts';
import { guard } from './guard.ts';
import type { Policy, RefusingPolicy } from './policy.ts';
import { present } from './present.ts';
import { refusalOfError } from './refused.ts';

/** Answers requests with the endpoints it was given. */
export interface Routes {
  /** Always answers; whatever goes wrong becomes a response. */
  (request: Request, authRequest: AuthRequest): Promise<Response>;
  readonly endpoints: readonly Endpoint[];
}

/** What {@link routes} needs besides the endpoints. */
export interface RoutesOptions {
  /** Policy that presents what has no endpoint: 404, 405, a bad path. */
  readonly fallback: RefusingPolicy;
  /** Fields for every answer, such as a Content-Security-Policy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest body in bytes. Default: 65,536. */
  readonly maxBodyBytes?: number;
}

interface Path {
  readonly segments: readonly string[];
  readonly byMethod: Map<string, Endpoint>;
}

/**
 * Builds the function that answers a set of endpoints: finds the endpoint, asks its policy, runs
 * its code and turns whatever was thrown into the right answer. `GET` brings `HEAD`; an unknown
 * method of a known path is a 405 with `Allow`; `OPTIONS` tells the methods.
 *
 * *Use when* modules' endpoints are served: `site` of `doorward/fetch` makes of them what `mount` of
 * any adapter takes.
 *
 * @throws TypeError when two endpoints have the same method and path.
 */
export function routes(endpoints: readonly Endpoint[], options: RoutesOptions): Routes {
  const fixed = new Map<string, Path>();
  const patterns: Path[] = [];
  for (const one of endpoints) addEndpoint(one, fixed, patterns);

  async function answer(
    request: Request,
    authRequest: AuthRequest,
    headers: Headers,
  ): Promise<Response> {
    let policy: RefusingPolicy = options.fallback;
    try {
      const { path, params } = find(pathOf(request.url), fixed, patterns);
      const found = path.byMethod.get(request.method === 'HEAD' ? 'GET' : request.method);
      const allow = methodsOf(path);
      const routePolicy = found?.policy ?? firstPolicy(path);
      policy = routePolicy;
      const isOptions = found === undefined && request.method === 'OPTIONS';
      if (isOptions && routePolicy.switches.preflight === 'answer') return methodsAnswer(allow);
      const unknown = found === undefined && !isOptions;
      const admission = await guard(
        authRequest,
        unknown ? { ...routePolicy, methods: allow } : routePolicy,
      );
      for (const [name, value] of admission.headers) headers.append(name, value);
      if (!admission.admitted) return await present(admission.refusal, authRequest, policy);
      if (found === undefined || admission.preflight) return methodsAnswer(allow);
      return await found.handle({
        request,
        authRequest,
        context: admission.context,
        params,
        fields: (): Promise<Fields> =>
          readFields(request, { maxBytes: options.maxBodyBytes ?? 65_536 }),
      });
    } catch (error) {
      return await present(refusalOfError(error, authRequest, policy), authRequest, policy);
    }
  }

  return Object.assign(
    async (request: Request, authRequest: AuthRequest) => {
      const headers = new Headers();
      const response = await answer(request, authRequest, headers);
      return finish(response, request, headers, options.headers);
    },
    { endpoints },
  );
}

function methodsAnswer(allow: readonly string[]): Response {
  return new Response(null, { status: 204, headers: { allow: allow.join(', ') } });
}

function addEndpoint(one: Endpoint, fixed: Map<string, Path>, patterns: Path[]): void {
  const segments = one.path.split('/');
  const hasParams = segments.some((segment) => segment.startsWith(':'));
  const same = (path: Path) => path.segments.join('/') === one.path;
  let path = hasParams ? patterns.find(same) : fixed.get(one.path);
  if (path === undefined) {
    path = { segments, byMethod: new Map() };
    if (hasParams) patterns.push(path);
    else fixed.set(one.path, path);
  }
  if (path.byMethod.has(one.method)) {
    throw new TypeError(
      `Two endpoints answer ${one.method} ${one.path}; give one of them another path.`,
    );
  }
  path.byMethod.set(one.method, one);
}

function find(
  pathname: string,
  fixed: Map<string, Path>,
  patterns: readonly Path[],
): { path: Path; params: Readonly<Record<string, string>> } {
  const path = fixed.get(pathname);
  if (path !== undefined) return { path, params: {} };
  const segments = pathname.split('/');
  for (const pattern of patterns) {
    const params = match(pattern.segments, segments);
    if (params !== undefined) return { path: pattern, params };
  }
  throw new NotFound();
}

function match(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = Object.create(null);
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] as string;
    if (part.startsWith(':') && segment !== '') params[part.slice(1)] = decoded(segment);
    else if (part !== segment) return undefined;
  }
  return params;
}

/** The path as it was sent: guard and router look at the same text, so nothing slips between them. */
function pathOf(url: string): string {
  const { pathname } = new URL(url);
  decoded(pathname);
  return pathname;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ParseError('The path holds a malformed percent-encoding.');
  }
}

function methodsOf({ byMethod }: Path): readonly string[] {
  const methods = [...byMethod.keys()];
  return [...methods, ...(byMethod.has('GET') ? ['HEAD'] : []), 'OPTIONS'];
}

function firstPolicy({ byMethod }: Path): Policy<unknown> {
  const [first] = byMethod.values();
  return (first as Endpoint).policy;
}

/** Sets the server's own fields without overruling what the endpoint said; HEAD loses its body. */
function finish(
  response: Response,
  request: Request,
  added: Headers,
  defaults: Readonly<Record<string, string>> = {},
): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of added) headers.append(name, value);
  for (const [name, value] of Object.entries(defaults)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  const body = request.method === 'HEAD' ? null : response.body;
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}
