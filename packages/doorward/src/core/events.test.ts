import { expect, test } from 'vitest';
import { type AuthEvent, eventStream } from './events.ts';
import { extensionPoint } from './module.ts';

const at = new Date(0);

test('listeners hear their name, and * hears everything, in order and awaited', async () => {
  const events = eventStream();
  const heard: string[] = [];
  events.on('*', ({ name }) => void heard.push(`all ${name}`));
  events.on('user.created', async ({ name }) => {
    await Promise.resolve();
    heard.push(`one ${name}`);
  });
  await events.emit({ name: 'user.created', at });
  await events.emit({ name: 'sign-out', at });
  expect(heard).toEqual(['one user.created', 'all user.created', 'all sign-out']);
});

test('a listener that fails is reported and does not stand in the way', async () => {
  const failed: [unknown, AuthEvent][] = [];
  const events = eventStream({ onError: (error, event) => failed.push([error, event]) });
  const heard: string[] = [];
  const error = new Error('down');
  events.on('a', () => Promise.reject(error));
  events.on('a', () => void heard.push('second'));
  const event = { name: 'a', at };
  await events.emit(event);
  expect(heard).toEqual(['second']);
  expect(failed).toEqual([[error, event]]);
});

test('a listener can be taken away', async () => {
  const events = eventStream();
  let heard = 0;
  const stop = events.on('a', () => {
    heard += 1;
  });
  await events.emit({ name: 'a', at });
  stop();
  await events.emit({ name: 'a', at });
  expect(heard).toBe(1);
});

test('an extension point gathers what modules contribute to it, and nothing else', () => {
  const words = extensionPoint<string>('words');
  const others = extensionPoint<string>('words');
  const modules = [
    { name: 'one', contributes: [words.of('a', 'b'), others.of('x')] },
    { name: 'two', contributes: [words.of('c')] },
  ];
  expect(words.from(modules)).toEqual(['a', 'b', 'c']);
});
