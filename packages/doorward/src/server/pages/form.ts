import { type Html, type HtmlPart, html } from '../html.ts';
import { csrfField } from './layout.ts';

/** One field of a form. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'email';
  /** A token of HTML's autofill (`username`, `current-password`, `new-password`, `email`). */
  readonly autocomplete: string;
  readonly hint?: string;
  readonly optional?: boolean;
}

/** A form as it is shown, or shown again with what was wrong. */
export interface FormView {
  readonly action: string;
  readonly button: string;
  readonly csrfToken: string;
  readonly fields: readonly FormField[];
  /** What was typed before; passwords are never sent back. */
  readonly values?: Readonly<Record<string, string>>;
  /** What was wrong, by field; the whole form's errors stand under the empty name. */
  readonly errors?: FormErrors;
  readonly hidden?: Readonly<Record<string, string>>;
}

/** Messages by field name; the empty name is the whole form. */
export type FormErrors = Readonly<Record<string, readonly string[]>>;

/** Draws a form that works without script and tells screen readers what is wrong where. */
export function form(view: FormView): Html {
  const { errors = {} } = view;
  const summary = errors[''] ?? [];
  const first = view.fields.find(({ name }) => errors[name] !== undefined) ?? view.fields[0];
  return html`${summary.length > 0 && html`<div class="errors" role="alert">${paragraphs(summary)}</div>`}
<form method="post" action="${view.action}">
${csrfField(view.csrfToken)}
${Object.entries(view.hidden ?? {}).map(
  ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
)}
${view.fields.map((field) => fieldOf(field, view, field === first))}
<button>${view.button}</button>
</form>`;
}

function fieldOf(field: FormField, { values = {}, errors = {} }: FormView, focus: boolean): Html {
  const { name, label, type = 'text', autocomplete, hint, optional = false } = field;
  const wrong = errors[name] ?? [];
  const described = [hint !== undefined && `${name}-hint`, wrong.length > 0 && `${name}-error`]
    .filter((id) => id !== false)
    .join(' ');
  const value = type === 'password' ? '' : (values[name] ?? '');
  return html`<div class="field">
<label for="${name}">${label}${optional && html` <span class="quiet">(optional)</span>`}</label>
${hint !== undefined && html`<p class="quiet" id="${name}-hint">${hint}</p>`}
${wrong.length > 0 && html`<div class="error" id="${name}-error">${paragraphs(wrong)}</div>`}
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}"${
    described !== '' && html` aria-describedby="${described}"`
  }${wrong.length > 0 && html` aria-invalid="true"`}${!optional && html` required`}${
    focus && html` autofocus`
  }${type !== 'password' && html` autocapitalize="none" spellcheck="false"`}>
</div>`;
}

function paragraphs(texts: readonly string[]): HtmlPart {
  return texts.map((text) => html`<p>${text}</p>`);
}
