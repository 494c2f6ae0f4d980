import { readBytes } from '../core/body.ts';

/** Longest form that is read for the guard; longer ones must prove themselves with a header. */
const maxBytes = 65_536;

/** Whether a body of this type is a form that a page can send by itself. */
export function isForm(contentType: string | null | undefined): boolean {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase();
  return type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data';
}

/**
 * The fields of a form, read from a copy so that the application still has the body. Undefined for
 * anything that is no form, is too long, malformed or already read.
 */
export async function formOf(request: Request): Promise<FormData | undefined> {
  const { headers, bodyUsed } = request;
  const type = headers.get('content-type');
  if (type === null || !isForm(type) || bodyUsed) return undefined;
  if (Number(headers.get('content-length') ?? 0) > maxBytes) return undefined;
  try {
    const body = await readBytes(request.clone(), maxBytes);
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch {
    return undefined;
  }
}

/** One field of a body that the framework has parsed: an object, a form or search parameters. */
export function parsedField(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  if (body instanceof URLSearchParams || body instanceof FormData) return textOf(body.get(name));
  if (!Object.hasOwn(body, name)) return undefined;
  const value = (body as Readonly<Record<string, unknown>>)[name];
  return textOf(Array.isArray(value) ? value[0] : value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
