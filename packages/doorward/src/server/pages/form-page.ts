import { type HttpError, ValidationError } from '../../http/errors.ts';
import { type HtmlPart, html } from '../html.ts';
import type { Kit } from '../kit.ts';
import { type FormErrors, type FormView, form } from './form.ts';
import { page } from './layout.ts';

/** What a form page shows when it comes back: what was typed, what was wrong, and how to say so. */
export interface ShownAgain {
  readonly values?: Readonly<Record<string, string>>;
  readonly errors?: FormErrors;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page that is a form for somebody who is not signed in, with what stands before and after it. */
export interface FormPage extends Omit<FormView, 'csrfToken' | 'values' | 'errors'> {
  readonly title: string;
  readonly before?: HtmlPart;
  readonly after?: HtmlPart;
}

/** Draws a form page, with a token bound to this browser, for the first time or again. */
export function formPage(
  kit: Kit,
  request: Request,
  { title, before, after, ...view }: FormPage,
  again: ShownAgain = {},
): Response {
  const { values, errors, status = 200 } = again;
  const { binding, setCookie } = kit.bindings.ensure(request);
  const headers = new Headers(again.headers);
  if (setCookie !== undefined) headers.append('set-cookie', setCookie);
  const drawn = form({
    ...view,
    csrfToken: kit.csrf.issue(binding),
    ...(values && { values }),
    ...(errors && { errors }),
  });
  const body = html`${before}
${drawn}
${after}`;
  return page(kit.frame(), title, body, { status, headers });
}

/** What a form shows of an error that its sender can mend. */
export function shownAgain(error: HttpError): ShownAgain {
  const { status, detail, headers } = error;
  const byField = error instanceof ValidationError && !Array.isArray(error.errors);
  const errors = byField ? (error.errors as FormErrors) : { '': [detail] };
  return { errors, status, ...(headers && { headers }) };
}
