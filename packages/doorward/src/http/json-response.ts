import { type HeaderFields, HttpResponse, type HttpResponseInit } from './response.ts';

/** An object with members; lists, sets and maps are not. */
export type JsonMapping = object &
  // The second half is for literals written in place, whose members are checked one by one.
  (
    | { readonly [Symbol.iterator]?: never }
    | { readonly [name: string]: unknown; readonly [Symbol.iterator]?: never }
  );

/** Options of every JSON response. */
export interface JsonResponseInit extends HttpResponseInit {
  /**
   * Default `true`: only a mapping may be the whole answer, because a list cannot gain a member
   * later (and very old browsers leak lists to other sites). `false` allows any JSON value.
   */
  readonly safe?: boolean;
}

/** The arguments of a JSON response: the data, then the options; `safe: false` for a list. */
export type JsonArguments<Init = JsonResponseInit> =
  | (Partial<Init> extends Init
      ? [data: JsonMapping, init?: Init & { readonly safe?: boolean }]
      : [data: JsonMapping, init: Init & { readonly safe?: boolean }])
  | [data: unknown, init: Init & { readonly safe: false }];

/** Options of the base class, which takes any final status. */
export interface AnyStatusJsonInit extends JsonResponseInit {
  /** 200 to 599; default 200. */
  readonly status?: number;
}

/**
 * A JSON response of any final status; the base of the `JsonResponse…` classes.
 *
 * *Use when* the status is known only at run time. Written without white space, in UTF-8, as
 * `application/json`. Each class takes the data first and everything else by name.
 *
 * @throws {TypeError} when the data cannot be written as JSON, or is not a mapping and `safe` is
 *   not `false`; and as `HttpResponse`
 * @see RFC 8259
 * @example
 * ```ts
 * import { JsonResponse } from 'doorward/http';
 *
 * await new JsonResponse({ id: 1, name: 'New' }).text(); // => '{"id":1,"name":"New"}'
 * await new JsonResponse([1, 2], { safe: false }).text(); // => '[1,2]'
 * ```
 */
export class JsonResponse extends HttpResponse {
  constructor(...[data, init = {}]: JsonArguments<AnyStatusJsonInit>) {
    super(jsonText(data, init.safe), {
      ...init,
      contentType: init.contentType ?? 'application/json',
    });
  }
}

/** What a JSON class hands to its base: its own arguments, the status, and the fields it adds. */
export function jsonArguments<Init extends object>(
  status: number,
  [data, init]: readonly [data: unknown, init?: Init],
  fields?: (init: Init | undefined) => HeaderFields,
): JsonArguments<AnyStatusJsonInit> {
  const headers = fields && { headers: fields(init) };
  // The caller's tuple already held data and `safe` against each other; spreading loses the tie.
  return [data, { ...init, ...headers, status }] as JsonArguments<AnyStatusJsonInit>;
}

function jsonText(data: unknown, safe = true): string {
  // Typed as text, but undefined for what JSON has no word for.
  const text = JSON.stringify(data) as string | undefined;
  if (text === undefined) throw new TypeError(`a ${typeof data} cannot be written as JSON`);
  if (safe && !text.startsWith('{')) {
    throw new TypeError('a JSON response is a mapping; give safe: false to send another value');
  }
  return text;
}
