import { type Endpoint, type EndpointCall, endpoint } from '../../core/endpoint.ts';
import { HttpError, NotFound } from '../../http/errors.ts';
import { html } from '../html.ts';
import { checkOwnForm, type Kit } from '../kit.ts';
import { setupPurpose } from '../setup-link.ts';
import { type FormPage, formPage, type ShownAgain, shownAgain } from './form-page.ts';
import { enter } from './log-in.ts';
import type { PageRoute } from './route.ts';
import { accountFields, createFromForm } from './sign-up.ts';

/** Making the first administrator with the one-time link that the server printed. */
export function setupPages(kit: Kit, route: PageRoute): readonly Endpoint[] {
  const open = route({ schemes: [] });
  return [
    endpoint({
      method: 'GET',
      path: '/setup/:secret',
      policy: open,
      async handle({ request, params }) {
        await refuseUnlessGood(kit, params['secret']);
        return setupForm(kit, request, params['secret'] as string);
      },
    }),
    endpoint({
      method: 'POST',
      path: '/setup/:secret',
      policy: open,
      handle: (call) => setUp(kit, call),
    }),
  ];
}

async function setUp(kit: Kit, call: EndpointCall<unknown>): Promise<Response> {
  const { request, authRequest, params } = call;
  const secret = params['secret'] as string;
  const fields = await call.fields();
  checkOwnForm(kit, authRequest, fields);
  await refuseUnlessGood(kit, secret);
  const { database, tickets, accounts } = kit.parts;
  try {
    const user = await createFromForm(fields, (account) =>
      // Together or not at all: a form with a mistake in it does not use the link up, and of two
      // that come at once one makes an administrator.
      database.transaction(async () => {
        if ((await tickets.consume(setupPurpose, secret)) === undefined) throw new NotFound();
        return accounts.createSuperuser(account);
      }),
    );
    return await enter(kit, call, user, undefined);
  } catch (error) {
    if (error instanceof HttpError && error.status === 400) {
      return setupForm(kit, request, secret, shownAgain(error));
    }
    throw error;
  }
}

async function refuseUnlessGood(kit: Kit, secret: string | undefined): Promise<void> {
  const good = secret !== undefined && (await kit.parts.tickets.isGood(setupPurpose, secret));
  if (!good)
    throw new NotFound(
      'This link was used already, or it is too old. Start the server again for a new one.',
    );
}

function setupForm(kit: Kit, request: Request, secret: string, again?: ShownAgain): Response {
  const view: FormPage = {
    title: 'The first administrator',
    action: `/setup/${secret}`,
    button: 'Create the administrator',
    fields: accountFields(kit),
    before: html`<p>This account may do everything. The link works once.</p>`,
  };
  return formPage(kit, request, view, again);
}
