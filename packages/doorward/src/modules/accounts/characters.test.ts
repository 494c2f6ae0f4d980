import { describe, expect, it } from 'vitest';
import { characterCount, isLongerThan } from './characters.ts';

describe('isLongerThan', () => {
  it('counts code points', () => {
    expect(characterCount('a😀é')).toBe(3);
    expect(isLongerThan('😀😀', 2)).toBe(false);
    expect(isLongerThan('😀😀a', 2)).toBe(true);
    expect(isLongerThan('abc', 3)).toBe(false);
  });

  it('does not count a text that is much longer', () => {
    const text = 'a'.repeat(10_000_000);
    const start = performance.now();
    expect(isLongerThan(text, 100)).toBe(true);
    expect(performance.now() - start).toBeLessThan(20);
  });
});
