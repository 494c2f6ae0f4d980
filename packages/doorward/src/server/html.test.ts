import { expect, test } from 'vitest';
import { html } from './html.ts';

test('whatever is put into a template is text, in content and in attributes', () => {
  const evil = `<script>alert("1")</script>'&`;
  expect(html`<p title="${evil}">${evil}</p>`.text).toBe(
    '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;</p>',
  );
});

test('templates nest, lists are joined, nothing is nothing', () => {
  const items = ['a', 'b'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}</ul>${undefined}${false}${0}`.text).toBe(
    '<ul><li>a</li><li>b</li></ul>0',
  );
});
