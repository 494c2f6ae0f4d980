import type { Awaitable, Client } from '../core/auth-request.ts';
import { errorResponse } from '../http/error-response.ts';
import { HttpError, InternalError } from '../http/errors.ts';

/** A whole site as one function: Doorward's own endpoints, for `mount` of any adapter. */
export type Site = (request: Request, client: Client) => Awaitable<Response>;

/** What every `mount` may be told. */
export interface SiteOptions {
  /** Told of what a site threw and nobody expected, with the id the client was given. Default: nobody. */
  readonly onError?: (error: unknown, id: string) => void;
}

/** Asks a site; whatever it throws becomes an answer. */
export async function answerOf(
  site: Site,
  request: Request,
  client: Client,
  options: SiteOptions,
): Promise<Response> {
  try {
    return await site(request, client);
  } catch (error) {
    return siteError(error, options);
  }
}

/** The answer to an error outside every policy. */
export function siteError(error: unknown, options: SiteOptions): Response {
  if (error instanceof HttpError) return errorResponse(error);
  const id = crypto.randomUUID();
  options.onError?.(error, id);
  return errorResponse(new InternalError({ id }));
}
