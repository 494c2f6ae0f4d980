import type { Fields } from '../../core/body.ts';
import { fieldReader } from '../../core/body.ts';
import { type Endpoint, type EndpointCall, endpoint } from '../../core/endpoint.ts';
import type { PolicyOptions } from '../../core/policy.ts';
import { HttpError, NotFound, Throttled, ValidationError } from '../../http/errors.ts';
import type { User } from '../../modules/accounts/index.ts';
import { html } from '../html.ts';
import { checkOwnForm, type Kit } from '../kit.ts';
import type { FormField } from './form.ts';
import { type FormPage, formPage, type ShownAgain, shownAgain } from './form-page.ts';
import { enter } from './log-in.ts';
import type { PageRoute } from './route.ts';

/** The fields a new account is made from. */
export function accountFields(kit: Kit): readonly FormField[] {
  const { minimumLength } = kit.parts.settings.passwords;
  return [
    {
      name: 'username',
      label: 'User name',
      autocomplete: 'username',
      hint: 'Letters, digits and @ . + - _',
    },
    { name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email', optional: true },
    {
      name: 'password',
      label: 'Password',
      type: 'password',
      autocomplete: 'new-password',
      hint: `At least ${minimumLength} characters. A few unrelated words are easy to remember.`,
    },
    {
      name: 'password_again',
      label: 'Password, once more',
      type: 'password',
      autocomplete: 'new-password',
    },
  ];
}

/** Signing up. */
export function signUpPages(kit: Kit, route: PageRoute): readonly Endpoint[] {
  const open = route({ schemes: [] });
  return [
    endpoint({
      method: 'GET',
      path: '/sign-up',
      policy: open,
      handle({ request }) {
        refuseWhenClosed(kit);
        return signUpForm(kit, request);
      },
    }),
    endpoint({
      method: 'POST',
      path: '/sign-up',
      policy: open,
      handle: (call) => signUp(kit, call),
    }),
  ];
}

async function signUp(kit: Kit, call: EndpointCall<unknown>): Promise<Response> {
  refuseWhenClosed(kit);
  const { request, authRequest } = call;
  const fields = await call.fields();
  checkOwnForm(kit, authRequest, fields);
  const values = { username: shown(fields, 'username'), email: shown(fields, 'email') };
  try {
    await charge(kit.signUps, authRequest);
    const user = await createFromForm(fields, (account) => kit.parts.accounts.create(account));
    return await enter(kit, call, user, undefined);
  } catch (error) {
    if (error instanceof HttpError && (error.status === 400 || error instanceof Throttled)) {
      return signUpForm(kit, request, { values, ...shownAgain(error) });
    }
    throw error;
  }
}

/** Makes an account from the fields of {@link accountFields}. */
export async function createFromForm(
  fields: Fields,
  create: (account: { username: string; email: string; password: string }) => Promise<User>,
): Promise<User> {
  const reader = fieldReader(fields);
  const username = reader.text('username');
  const email = reader.text('email', { optional: true });
  const password = reader.text('password', { trim: false });
  const again = reader.text('password_again', { trim: false });
  reader.done();
  if (password !== again) {
    throw new ValidationError({ password_again: ['The two passwords are not the same.'] });
  }
  return create({ username, email, password });
}

async function charge(
  throttles: NonNullable<NonNullable<PolicyOptions['throttles']>['arrival']>,
  request: EndpointCall<unknown>['authRequest'],
): Promise<void> {
  for (const throttle of throttles) {
    const result = await throttle.charge(request);
    if (result?.wait !== undefined) throw new Throttled({ retryAfter: result.wait });
  }
}

function refuseWhenClosed(kit: Kit): void {
  if (kit.parts.settings.signUp === 'closed') throw new NotFound();
}

function shown(fields: Fields, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value.slice(0, 300) : '';
}

function signUpForm(kit: Kit, request: Request, again?: ShownAgain): Response {
  const view: FormPage = {
    title: 'Sign up',
    action: '/sign-up',
    button: 'Sign up',
    fields: accountFields(kit),
    after: html`<p>You have an account? <a href="/log-in">Log in</a></p>`,
  };
  return formPage(kit, request, view, again);
}
