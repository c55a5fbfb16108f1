import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import de from './locales/de.json';
import en from './locales/en.json';

const key = 'pacs.language';
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

function preferred(): Language {
  const chosen = localStorage.getItem(key) ?? navigator.language.slice(0, 2);
  return chosen in languages ? (chosen as Language) : 'en';
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({ lng: preferred(), fallbackLng: 'en', resources: { en: { translation: en }, de: { translation: de } }, interpolation: { escapeValue: false } });
  document.documentElement.lang = i18next.language;
}

export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(key, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** A date and time as the reader's language writes it. */
export function formatDateTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(i18next.language, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

// Making one takes longer than a hundred numbers.
const formats = new Map<string, Intl.NumberFormat>();

export function formatNumber(value: number, digits = 0): string {
  const kind = `${i18next.language}:${digits}`;
  let format = formats.get(kind);
  if (!format) formats.set(kind, (format = new Intl.NumberFormat(i18next.language, { maximumFractionDigits: digits, minimumFractionDigits: digits })));
  return format.format(value);
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const step = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  return `${formatNumber(bytes / 1000 ** step, step > 1 ? 1 : 0)} ${units[step]}`;
}
