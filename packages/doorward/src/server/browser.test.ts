import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { browserPath, lacksBrowser, openBrowser, openWindow, otherSite } from './test-browser.ts';
import { goodPassword, type TestServer, testServer } from './test-server.ts';

const executablePath = browserPath();
const isRequired = (process.env['DOORWARD_TEST_REQUIRE_BROWSER'] ?? '') !== '';
const screenshots = process.env['DOORWARD_SCREENSHOTS'] ?? '';

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  if (executablePath === undefined) {
    // The reporter keeps the reason of a skipped test to itself.
    console.warn(lacksBrowser);
    return;
  }
  browser = await openBrowser(executablePath);
  server = await testServer({ limits: { signUpsPerAddress: '1000/min' } });
});
afterAll(async () => {
  await browser?.close();
  await server?.remove();
});
beforeEach(({ skip }) => {
  if (executablePath !== undefined) return;
  if (isRequired) throw new Error(lacksBrowser);
  skip(lacksBrowser);
});

const url = (path: string) => new URL(path, server.address).href;

/** Makes an account that stays, and leaves the browser signed in. */
async function signUp(page: Page, username: string): Promise<void> {
  await page.goto(url('/sign-up'));
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(goodPassword);
  await page.getByLabel('Password, once more').fill(goodPassword);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.waitForURL(url('/profile'));
}

async function logIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

async function logOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL(url('/'));
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

describe.each([
  ['with script', true],
  ['without script', false],
])('a visitor %s', (_, javaScriptEnabled) => {
  const name = javaScriptEnabled ? 'alice' : 'anna';

  test('signs up, logs out, mistypes, logs in and lands where they were going', async () => {
    await using window = await openWindow(browser, { javaScriptEnabled });
    const { page, complaints } = window;
    await signUp(page, name);
    expect(await page.getByRole('definition').first().textContent()).toBe(name);

    await logOut(page);
    expect(await window.context.cookies()).toEqual([]);
    await page.goto(url('/profile?tab=1'));
    expect(page.url()).toBe(url('/log-in?next=%2Fprofile%3Ftab%3D1'));

    await logIn(page, name, 'not the right password');
    expect(await page.getByRole('alert').textContent()).toContain(
      'The user name or the password is not right.',
    );
    expect(await page.getByLabel('User name').inputValue()).toBe(name);
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    await logIn(page, name, goodPassword);
    await page.waitForURL(url('/profile?tab=1'));
    expect(await heading(page)).toBe('Profile');
    expect(complaints).toEqual([]);
  });

  test('sees what was wrong beside the field it was wrong in', async () => {
    await using window = await openWindow(browser, { javaScriptEnabled });
    const { page, complaints } = window;
    await page.goto(url('/sign-up'));
    await page.getByLabel('User name').fill('not a name!');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByLabel('Password, once more').fill('short');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.locator('.error').first().waitFor();
    const field = page.getByLabel('User name');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const described = (await field.getAttribute('aria-describedby'))?.split(' ') ?? [];
    expect(described).toContain('username-error');
    for (const id of described) expect(await page.locator(`#${id}`).isVisible()).toBe(true);
    expect(await page.evaluate('document.activeElement.id')).toBe('username');
    expect(complaints).toEqual([]);
  });

  test('becomes the first administrator by the one-time link, once', async () => {
    const own = await testServer();
    await using window = await openWindow(browser, { javaScriptEnabled });
    const { page, complaints } = window;
    await page.goto(own.setupLink as string);
    await page.getByLabel('User name').fill('root');
    await page.getByLabel('Password', { exact: true }).fill(goodPassword);
    await page.getByLabel('Password, once more').fill(goodPassword);
    await page.getByRole('button', { name: 'Create the administrator' }).click();
    await page.waitForURL(`${own.address}/profile`);
    expect(await page.locator('dl').textContent()).toContain('Administrator');
    const again = await page.goto(own.setupLink as string);
    expect(again?.status()).toBe(404);
    expect(await page.locator('main').textContent()).toContain('used already');
    expect(complaints).toEqual([]);
    await own.remove();
  });
});

describe('what stays private', () => {
  test('the session cookie is out of reach for scripts and other sites', async () => {
    await using window = await openWindow(browser);
    const { page, context } = window;
    await signUp(page, 'cookie-owner');
    expect(await context.cookies()).toEqual([
      expect.objectContaining({ httpOnly: true, sameSite: 'Lax', path: '/' }),
    ]);
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  test('after logging out, the back button shows nothing of it', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await signUp(page, 'left-already');
    await page.goto(url('/profile'));
    await logOut(page);
    await page.goBack();
    await page.waitForURL(/log-in/);
    expect(await page.content()).not.toContain('left-already');
  });

  // The same machine under another port shares cookies (a site knows no port), so that only the
  // checks of the origin and of the token stand between; `localhost` is another site altogether.
  describe.each(['127.0.0.1', 'localhost'])('from a page of %s', (host) => {
    async function attack(page: Page, action: string, fields: Readonly<Record<string, string>>) {
      const inputs = Object.entries(fields).map(
        ([name, value]) => `<input name="${name}" value="${value}">`,
      );
      await using site = await otherSite({
        '/': `<form method="post" action="${url(action)}">${inputs.join('')}</form>
<script>document.forms[0].submit()</script>`,
      });
      const answered = page.waitForResponse((response) => response.url() === url(action));
      await page.goto(`http://${host}:${site.port}/`);
      return (await answered).status();
    }

    test('nobody is logged out', async () => {
      await using window = await openWindow(browser);
      const { page } = window;
      const name = `stays-in-${host}`;
      await signUp(page, name);
      // From another site the cookie does not even come along, so there is nothing to refuse.
      const status = await attack(page, '/log-out', { csrf_token: 'made-up' });
      expect(status).toBe(host === 'localhost' ? 303 : 403);
      await page.goto(url('/profile'));
      expect(await page.locator('dl').textContent()).toContain(name);
    });

    test('nobody is logged in as somebody else', async () => {
      await using own = await openWindow(browser);
      await signUp(own.page, `mallory-${host}`);
      await using window = await openWindow(browser);
      const { page } = window;
      await page.goto(url('/log-in'));
      const theirs = { username: `mallory-${host}`, password: goodPassword, csrf_token: 'made-up' };
      expect(await attack(page, '/log-in', theirs)).toBe(403);
      await page.goto(url('/profile'));
      expect(page.url()).toContain('/log-in');
    });

    test('no page is framed', async () => {
      await using site = await otherSite({
        '/': `<iframe src="${url('/log-in')}"></iframe>`,
      });
      await using window = await openWindow(browser);
      const { page } = window;
      await page.goto(`http://${host}:${site.port}/`);
      await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
    });
  });
});

describe('with the keyboard alone', () => {
  test('the first field has the focus, and Tab and Enter do the rest', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await signUp(page, 'typist');
    await logOut(page);
    await page.goto(url('/log-in'));
    const focused = () =>
      page.evaluate(`
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        const { id, textContent } = document.activeElement;
        ({ what: id || textContent, outline: outlineStyle + ' ' + outlineWidth });
      `);
    expect(await focused()).toEqual({ what: 'username', outline: 'solid 3px' });
    await page.keyboard.type('typist');
    await page.keyboard.press('Tab');
    expect(await focused()).toMatchObject({ what: 'password' });
    await page.keyboard.type(goodPassword);
    await page.keyboard.press('Tab');
    expect(await focused()).toEqual({ what: 'Log in', outline: 'solid 3px' });
    await page.keyboard.press('Enter');
    await page.waitForURL(url('/profile'));
    await page.keyboard.press('Tab');
    expect(await focused()).toMatchObject({ what: 'Skip to the content' });
    expect((await page.locator('.skip').boundingBox())?.y).toBeGreaterThan(0);
  });
});

describe('every page', () => {
  // As long as a name may be, and without a place to break it.
  const longest = 'w'.repeat(150);

  const signedOut = ['/', '/log-in', '/sign-up', '/nothing-there'];
  const signedIn = ['/', '/profile', '/log-out', '/nothing-there'];

  test('is marked up for every reader, complains of nothing and fits 320 pixels', async () => {
    await using window = await openWindow(browser, { viewport: { width: 320, height: 640 } });
    const { page, complaints } = window;
    const paths = [...signedOut, new URL(server.setupLink as string).pathname];
    for (const path of paths) await look(page, path, `signed-out${path}`);
    await page.goto(url('/log-in'));
    await logIn(page, 'nobody', 'wrong password');
    await page.getByRole('alert').waitFor();
    await look(page, undefined, 'wrong-password');
    await page.goto(url('/sign-up'));
    await page.getByLabel('User name').fill('not a name!');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByLabel('Password, once more').fill('shorter');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.locator('.error').first().waitFor();
    await look(page, undefined, 'wrong-fields');
    await signUp(page, longest);
    for (const path of signedIn) await look(page, path, `signed-in${path}`);
    expect(complaints).toEqual([]);
  });
});

/** What every page must be, asked of the page itself. */
const facts = `({
  lang: document.documentElement.lang,
  hasTitle: document.title !== '',
  headings: document.querySelectorAll('h1').length,
  mains: document.querySelectorAll('main').length,
  unlabelled: [...document.querySelectorAll('input:not([type=hidden])')]
    .filter(({ labels, autocomplete }) => labels.length !== 1 || autocomplete === '')
    .map(({ name }) => name),
  width: document.documentElement.scrollWidth,
})`;

/** Checks the page that is shown, or goes to one first, and takes its pictures when asked to. */
async function look(page: Page, path: string | undefined, name: string): Promise<void> {
  if (path !== undefined) await page.goto(url(path));
  expect([name, await page.evaluate(facts)]).toEqual([
    name,
    { lang: 'en', hasTitle: true, headings: 1, mains: 1, unlabelled: [], width: 320 },
  ]);
  if (screenshots !== '') await takePictures(page, name.replaceAll('/', '-').slice(0, 30));
}

async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 1_100]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 640 });
      await page.screenshot({ path: join(screenshots, `${name}-${colorScheme}-${width}.png`) });
    }
  }
  await page.setViewportSize({ width: 320, height: 640 });
}
