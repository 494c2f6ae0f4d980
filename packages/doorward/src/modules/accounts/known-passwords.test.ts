import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noContextWords, notCommon } from './known-passwords.ts';

const nobody = { username: '', firstName: '', lastName: '', email: '' };

describe('the bundled list', () => {
  const file = new URL('../../../data/common-passwords.txt', import.meta.url);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');

  it('has more than ten thousand passwords of eight characters or more (ASVS 6.2.4)', () => {
    expect(lines.filter((line) => line.length >= 8).length).toBeGreaterThan(10_000);
  });

  it('holds each once, in the form they are compared in', () => {
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.filter((line) => line !== line.toLowerCase().trim())).toEqual([]);
  });
});

describe('notCommon', () => {
  const rule = notCommon();
  const refuses = (password: string) => rule.check(password, nobody) !== undefined;

  it.each(['password', 'PassWord', ' qwertyuiop ', 'letmein123'])('refuses %j', (password) => {
    expect(refuses(password)).toBe(true);
  });

  it.each([
    'dragonflydragonfly',
    'dragonflydragonflydrag',
    'password1234567!',
    '!!2026password2026!!',
    'aaaaaaaaaaaaaaaaaa',
    'abcabcabcabcabcab',
    '12341234123412341234',
  ])('refuses a common one made longer: %s', (password) => {
    expect(refuses(password)).toBe(true);
    expect(notCommon({ stretched: false }).check(password, nobody)).toBeUndefined();
  });

  it.each(['', 'x', 'four olives on a plate', '7 olives on 3 plates!', '!?!§ %&$'])(
    'takes %j',
    (password) => {
      expect(refuses(password)).toBe(false);
    },
  );

  it('asks another list when it is given one', () => {
    const own = notCommon({ passwords: ['olive plate'] });
    expect(own.check('Olive Plate', nobody)?.code).toBe('password_too_common');
    expect(own.check('password', nobody)).toBeUndefined();
  });

  it('answers quickly for the worst password', () => {
    refuses('warm');
    const start = performance.now();
    for (const unit of ['a', 'ab', '1', 'aab'])
      refuses(unit.repeat(1_024).slice(0, 1_023).concat('b'));
    expect(performance.now() - start).toBeLessThan(50);
  });
});

describe('noContextWords', () => {
  const rule = noContextWords({ words: ['Doorward', 'doorward.example'] });
  const owner = {
    username: 'bo.cavendish',
    firstName: 'Bo',
    lastName: 'Cavendish',
    email: 'cav@mail.example',
  };
  const code = (password: string) => rule.check(password, owner)?.code;

  it.each([
    'doorward2026!!!',
    'DoorwardDoorward',
    'doorward.example!',
    'Cavendish123456',
    'bo.cavendish 1234',
  ])('refuses %s', (password) => {
    expect(code(password)).toBe('password_context_word');
  });

  it('takes the longest word away first, or its rest would count', () => {
    const short = { ...owner, username: 'cav' };
    expect(rule.check('cavendishxy1', short)?.code).toBe('password_context_word');
  });

  it.each(['my doorward has olives', 'cavendish likes olives', 'bobobobobobobobo', 'tiny'])(
    'takes %s, in which enough is left',
    (password) => {
      expect(code(password)).toBeUndefined();
    },
  );
});
