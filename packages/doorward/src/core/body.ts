import {
  ContentTooLarge,
  ParseError,
  UnsupportedMediaType,
  ValidationError,
} from '../http/errors.ts';

/** The fields of a body, whatever its format was. JSON values keep their types. */
export type Fields = ReadonlyMap<string, unknown>;

/** Options of {@link readFields}. */
export interface ReadFieldsOptions {
  /** Longest body in bytes. Default: 65,536. */
  readonly maxBytes?: number;
  /** Most fields. Default: 1,000. */
  readonly maxFields?: number;
}

const formats: Readonly<
  Record<string, (body: Uint8Array<ArrayBuffer>, type: string) => Pairs | Promise<Pairs>>
> = {
  'application/json': (body) => jsonFields(body),
  'application/x-www-form-urlencoded': (body) => formFields(new URLSearchParams(utf8(body))),
  'multipart/form-data': (body, type) => multipartFields(body, type),
};
type Pairs = Iterable<readonly [string, unknown]>;

/**
 * Reads a request's fields from JSON, a URL-encoded form or a multipart form.
 *
 * *Use when* an endpoint takes a handful of fields and should not care how they were sent.
 * Bounded before anything is parsed. Uploaded files are not fields and are refused.
 *
 * @throws ParseError when the body is not what its type says; ContentTooLarge beyond `maxBytes`;
 *   UnsupportedMediaType for other types; ValidationError when JSON holds no object.
 */
export async function readFields(
  request: Request,
  options: ReadFieldsOptions = {},
): Promise<Fields> {
  const { maxBytes = 65_536, maxFields = 1_000 } = options;
  const type = request.headers.get('content-type') ?? '';
  const mediaType = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  const read = Object.hasOwn(formats, mediaType) ? formats[mediaType] : undefined;
  if (read === undefined && type !== '') throw new UnsupportedMediaType(type);
  const body = await readBytes(request, maxBytes);
  const fields = new Map<string, unknown>();
  // A body of nothing needs no type; what is missing in it is for the fields to say.
  if (body.byteLength === 0 && type === '') return fields;
  if (read === undefined) throw new UnsupportedMediaType(type);
  for (const [name, value] of await read(body, type)) {
    if (!fields.has(name)) fields.set(name, value);
    if (fields.size > maxFields) throw new ContentTooLarge('The request has too many fields.');
  }
  return fields;
}

/** The whole body, refused as soon as it grows beyond the limit. */
export async function readBytes(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new ContentTooLarge();
  if (request.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > maxBytes) {
      // Not awaited: with a copied body it ends only when the other copy is given up as well.
      reader.cancel().catch(() => undefined);
      throw new ContentTooLarge();
    }
    parts.push(part.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

function utf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new ParseError('The body is not valid UTF-8.');
  }
}

function jsonFields(body: Uint8Array): Iterable<readonly [string, unknown]> {
  let value: unknown;
  try {
    value = JSON.parse(utf8(body));
  } catch (error) {
    if (error instanceof ParseError) throw error;
    // The engine's message quotes the input, which may hold a password.
    throw new ParseError('JSON parse error - the body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const got = dictionaryInstead(value);
    throw new ValidationError({
      non_field_errors: [`Invalid data. Expected a dictionary, but got ${got}.`],
    });
  }
  return Object.entries(value);
}

/** What there is in place of a mapping, by the names of DRF's wording, which are Python's. */
function dictionaryInstead(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  const names: Readonly<Record<string, string>> = { string: 'str', boolean: 'bool' };
  return names[typeof value] ?? 'null';
}

/** Bad percent-encoding is kept as it stands, as every form parser does. */
function formFields(form: URLSearchParams): Iterable<readonly [string, unknown]> {
  return form.entries();
}

async function multipartFields(
  body: Uint8Array<ArrayBuffer>,
  type: string,
): Promise<Iterable<readonly [string, unknown]>> {
  let form: FormData;
  try {
    form = await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new ParseError('Multipart form parse error.');
  }
  return [...form.entries()].map(([name, value]) => {
    if (typeof value !== 'string') throw new ParseError(`The field ${name} holds a file.`);
    return [name, value] as const;
  });
}

/** Options of {@link textField}. */
export interface TextFieldOptions {
  /** Take surrounding white space away. Default: true; passwords say false. */
  readonly trim?: boolean;
  /** May be missing, null or blank: the answer is then the empty text. Default: false. */
  readonly optional?: boolean;
  /** Longest text in characters. Default: none. */
  readonly maxLength?: number;
}

/** Collects what is wrong with single fields, in DRF's wording, so that all of it is told at once. */
export interface FieldReader {
  text(name: string, options?: TextFieldOptions): string;
  /** @throws ValidationError when anything was wrong. */
  done(): void;
}

/**
 * Reads text fields with DRF's rules and wording: missing, null, blank, wrong type, NUL.
 *
 * *Use when* an endpoint reads fields; call `done()` after the last one.
 */
export function fieldReader(fields: Fields): FieldReader {
  const errors: Record<string, readonly string[]> = Object.create(null);
  return {
    text(name, options = {}) {
      const { value, error } = textField(fields.get(name), fields.has(name), options);
      if (error !== undefined) errors[name] = [error];
      return value;
    },
    done() {
      if (Object.keys(errors).length > 0) throw new ValidationError({ ...errors });
    },
  };
}

function textField(
  given: unknown,
  present: boolean,
  { trim = true, optional = false, maxLength }: TextFieldOptions,
): { value: string; error?: string } {
  if (!present) return optional ? { value: '' } : { value: '', error: 'This field is required.' };
  if (given === null) {
    return optional ? { value: '' } : { value: '', error: 'This field may not be null.' };
  }
  if (typeof given !== 'string' && typeof given !== 'number') {
    return { value: '', error: 'Not a valid string.' };
  }
  const text = String(given);
  const value = trim ? text.trim() : text;
  if (value.includes('\0')) return { value, error: 'Null characters are not allowed.' };
  if (value === '' && !optional) return { value, error: 'This field may not be blank.' };
  if (maxLength !== undefined && Array.from(value).length > maxLength) {
    return { value, error: `Ensure this field has no more than ${maxLength} characters.` };
  }
  return { value };
}
