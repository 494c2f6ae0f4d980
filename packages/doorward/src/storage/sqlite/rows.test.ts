import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { rowStatement } from './rows.ts';

function opened(): DatabaseSync {
  const raw = new DatabaseSync(':memory:');
  raw.exec(
    "create table door (id integer, name text, width real); insert into door values (1, 'oak', null), (2, 'ash', 0.8)",
  );
  return raw;
}

test('names the values of each row by its columns', () => {
  const statement = rowStatement(opened().prepare('select name, id as number, width from door'));
  expect(statement.get([])).toEqual({ name: 'oak', number: 1, width: null });
  expect(statement.all([])).toEqual([
    { name: 'oak', number: 1, width: null },
    { name: 'ash', number: 2, width: 0.8 },
  ]);
});

test('has no first row where there is none, and counts what was changed', () => {
  const raw = opened();
  expect(rowStatement(raw.prepare('select id from door where id = ?')).get([3])).toBeUndefined();
  expect(rowStatement(raw.prepare('update door set name = ?')).run(['elm'])).toBe(2);
});

test('names them anew when the table has changed in between', () => {
  const raw = opened();
  const statement = rowStatement(raw.prepare('select * from door where id = 2'));
  statement.get([]);
  raw.exec('alter table door drop column name');
  expect(statement.get([])).toEqual({ id: 2, width: 0.8 });
});

test('gives rows as they are where Node cannot give lists', () => {
  const plain = opened().prepare('select name from door');
  Object.defineProperty(plain, 'setReturnArrays', { value: undefined });
  const statement = rowStatement(plain);
  expect({ ...(statement.get([]) as object) }).toEqual({ name: 'oak' });
  expect(statement.all([])).toHaveLength(2);
});
