import { expect, it } from 'vitest';
import de from './de.json';
import en from './en.json';

function keys(value: unknown, path = ''): string[] {
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`)) : [path];
}

it('has each text in each language', () => {
  expect(keys(de).sort()).toEqual(keys(en).sort());
});

it('keeps the places for values', () => {
  const places = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([place]) => place).sort();
  const flat = (value: object): [string, string][] => Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'string' ? [[key, inner] as [string, string]] : flat(inner as object)));
  const german = flat(de);
  flat(en).forEach(([, text], i) => expect(places(german[i]![1])).toEqual(places(text)));
});
