/** A door, for the browser's tab. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#3f87d4" d="M3 15V3a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v12z"/><circle cx="10.5" cy="8.5" r="1" fill="#fff"/></svg>
`;

/** The pages' one style sheet. Its own file on the wire, since the policy allows no inline style. */
export const style = `:root {
  color-scheme: light dark;
  --ink: #1b1f24; --quiet: #57606a; --paper: #ffffff; --line: #d0d7de;
  --accent: #0b5cad; --on-accent: #ffffff; --wrong: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6edf3; --quiet: #9aa4ae; --paper: #0f1419; --line: #3a434d;
    --accent: #7cb8f5; --on-accent: #0f1419; --wrong: #ff9b93;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; inset-block-start: -4rem; }
.skip:focus { inset-block-start: 0.5rem; background: var(--paper); padding: 0.5rem; }
header { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; justify-content: space-between;
  min-block-size: 3.5rem; padding: 0.5rem 1rem; border-block-end: 1px solid var(--line); }
.site img { margin-inline-start: -0.2rem; }
nav { display: flex; gap: 1rem; align-items: center; flex-wrap: wrap; }
nav form { margin: 0; }
.name { max-inline-size: 12rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.site { display: flex; gap: 0.5rem; align-items: center; font-weight: 600; color: inherit; text-decoration: none; }
main { max-inline-size: 30rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1.5rem; }
.field { margin-block-end: 1.25rem; }
label { display: block; font-weight: 600; margin-block-end: 0.35rem; }
input { inline-size: 100%; padding: 0.6rem 0.7rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--quiet); border-radius: 0.375rem; }
input[aria-invalid] { border-color: var(--wrong); border-width: 2px; }
button { padding: 0.6rem 1.2rem; font: inherit; font-weight: 600; cursor: pointer; border: 1px solid var(--accent);
  border-radius: 0.375rem; background: var(--accent); color: var(--on-accent); min-block-size: 2.75rem; }
button.plain { background: transparent; color: var(--accent); border-color: transparent; padding: 0.25rem;
  min-block-size: 0; font-weight: 400; text-decoration: underline; }
.quiet { color: var(--quiet); font-size: 0.9rem; font-weight: 400; margin: 0 0 0.4rem; }
label:has(+ .quiet) { margin-block-end: 0; }
.error p, .errors p { color: var(--wrong); margin: 0 0 0.4rem; }
.errors { border-inline-start: 4px solid var(--wrong); padding: 0.5rem 1rem; margin-block-end: 1.5rem; }
.errors p:last-child { margin-block-end: 0; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.5rem 1.5rem; margin: 0 0 2rem; }
dt { color: var(--quiet); } dd { margin: 0; }
@media (max-width: 24rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-block-end: 0.75rem; } }
`;
