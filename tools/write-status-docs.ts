// Writes docs/reference/statuses.md and docs/reference/errors.md from the tables and the doc
// comments of packages/doorward/src/http. A test compares the checked-in pages with what this
// writes, so a class that is not in the table, or a status that has no class, does not pass.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { errorCodes } from '../packages/doorward/src/http/error-codes.ts';
import { type StatusInfo, statuses } from '../packages/doorward/src/http/status.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const room = join(root, 'packages/doorward/src/http');

/** A class of the room and its doc comment, as one line of text. */
export interface DocumentedClass {
  readonly name: string;
  readonly comment: string;
}

/** The classes that a file of the room exports, with their comments. */
function classesOf(file: string): DocumentedClass[] {
  const text = readFileSync(join(room, file), 'utf8');
  const found = text.matchAll(/\/\*\*\n((?: \*.*\n)+?) \*\/\nexport class (\w+)/g);
  return Array.from(found, ([, comment = '', name = '']) => ({
    name,
    comment: comment.replaceAll(/^ \* ?/gm, '').replaceAll(/\s+/g, ' '),
  }));
}

/** Every exported response class of the room. */
export function responseClasses(): DocumentedClass[] {
  return readdirSync(room)
    .filter((file) => /^(json-)?responses-[\w-]+\.ts$|^interim-response\.ts$/.test(file))
    .sort()
    .flatMap(classesOf)
    .filter(({ name }) => name !== 'InterimResponse');
}

/** What a comment says before its first tag, without the status it opens with. */
function summary(comment: string): string {
  const text = comment.split(' @', 1)[0] ?? '';
  return text
    .replace(/^.*?\*Use when\* /, '')
    .trim()
    .replace(/^./, (first) => first.toUpperCase());
}

/** The class of a status in one family. */
function classFor(
  { name }: StatusInfo,
  family: 'HttpResponse' | 'JsonResponse',
  classes: readonly DocumentedClass[],
): DocumentedClass | undefined {
  // The one name that differs: 500 in JSON is called as in Django.
  const own = family === 'JsonResponse' && name === 'InternalServerError' ? 'ServerError' : name;
  return classes.find((one) => one.name === `${family}${own}`);
}

const stored = { heuristic: 'unless told not to', explicit: 'when told to', never: 'never' };

function statusRow(info: StatusInfo, classes: readonly DocumentedClass[]): string {
  const http = classFor(info, 'HttpResponse', classes);
  const json = classFor(info, 'JsonResponse', classes);
  const note = info.registration === 'registered' ? '' : ` (${info.registration})`;
  return row([
    String(info.status),
    `${info.reason}${note}`,
    code(http?.name),
    code(json?.name),
    info.requires
      .map((field) => `**${field}**`)
      .concat(info.optional)
      .join(', '),
    info.body === 'none' ? 'none' : 'any',
    info.status < 200 || info.name === undefined ? '' : stored[info.store],
    info.see,
  ]);
}

/** The page on statuses and response classes. */
export function statusPage(): string {
  const classes = responseClasses();
  const uses = statuses.flatMap((info) => {
    const http = classFor(info, 'HttpResponse', classes);
    return http ? [`- **${info.status}** \`${http.name}\`: ${summary(http.comment)}`] : [];
  });
  return `# Statuses and their response classes

<!-- Written by tools/write-status-docs.ts; change the sources, then run it. -->

Every status of the IANA registry (last changed 2025-09-15). All of it is in \`doorward/http\`.

- \`HttpResponse…\` carries any content, as HTML unless \`contentType\` says otherwise.
  \`JsonResponse…\` takes data first and writes JSON. Both are Fetch \`Response\`s.
- 1xx are \`InterimResponse\`s, because Fetch's \`Response\` refuses them.
- What a status requires (bold) is required by the types, and its absence is a \`TypeError\` at run
  time. Where no content is allowed, none can be given.
- Where the RFC forbids caches to keep the answer (*never*), and for 401, \`Cache-Control: no-store\`
  is set unless \`headers\` has another.
- \`HttpResponse\` redirects take the target first and \`HttpResponseNotAllowed\` the methods first;
  their content is an option. A JSON class takes everything but its data by name.
- Mind one name: \`HttpResponsePermanentRedirect\` is **308**. Django's class of that name is a 301,
  which is \`HttpResponseMovedPermanently\` here.
- \`JsonResponseInternalServerError\` is another name of \`JsonResponseServerError\`.

| Status | Reason | Class | JSON class | Fields | Content | Caches keep it | Reference |
|---|---|---|---|---|---|---|---|
${statuses.map((info) => statusRow(info, classes)).join('\n')}

## When to use which

${uses.join('\n')}
`;
}

/** The page on error codes and error classes. */
export function errorPage(): string {
  const comments = new Map(classesOf('errors.ts').map(({ name, comment }) => [name, comment]));
  const rows = Object.entries(errorCodes)
    .sort(([, a], [, b]) => a.status - b.status)
    .map(([name, { status, error, detail }]) =>
      row([
        String(status),
        `\`${error}\``,
        `\`${name}\``,
        detail,
        summary(comments.get(error) ?? ''),
      ]),
    );
  return `# Errors

<!-- Written by tools/write-status-docs.ts; change the sources, then run it. -->

Throw one anywhere under a guard, and the client gets the answer. All are \`HttpError\`s, from
\`doorward/http\`. The body is problem details (RFC 9457) in which \`detail\` and \`code\` are always
there:

\`\`\`json
{
  "type": "about:blank",
  "title": "Not Found",
  "status": 404,
  "detail": "Not found.",
  "code": "not_found"
}
\`\`\`

- Branch on \`code\`: it is stable. \`detail\` is for people and may change.
- A 401 is sent with the challenges of the route's schemes. Where there is nothing to challenge
  with, the same error is sent as 403.
- \`ValidationError\` adds the member \`errors\`: a list of messages, or a mapping from field to
  messages; what concerns the whole input is under \`non_field_errors\`.
- \`Throttled\` adds \`Expected available in 5 seconds.\` to its text when the wait is known.
- \`InternalError\` adds the member \`id\`, under which the log has the cause. \`cause\` is never sent.

| Status | Class | Code | Text when none is given | Use when |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text: string | undefined): string {
  return text === undefined ? '' : `\`${text}\``;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = join(root, 'docs/reference');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'statuses.md'), statusPage());
  writeFileSync(join(folder, 'errors.md'), errorPage());
}
