// The DICOM JSON model (PS3.18 Annex F): types and typed reading. No DOM.

export interface PersonName {
  Alphabetic?: string;
  Ideographic?: string;
  Phonetic?: string;
}

export type Value = string | number | PersonName | DataSet;

export interface Attribute {
  vr: string;
  Value?: (Value | null)[];
  InlineBinary?: string;
  BulkDataURI?: string;
}

export interface DataSet {
  [tag: string]: Attribute | undefined;
}

/** One value as text, trimmed; empty when absent. Names come in their alphabetic form. */
export function text(ds: DataSet | undefined, tag: string, index = 0): string {
  const value = ds?.[tag]?.Value?.[index];
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return personName(value as PersonName);
  return String(value).trim();
}

export function texts(ds: DataSet | undefined, tag: string): string[] {
  const count = ds?.[tag]?.Value?.length ?? 0;
  return Array.from({ length: count }, (_, i) => text(ds, tag, i));
}

/** One value as a number; undefined when absent or not a number (DS and IS may come as text, F.2.3). */
export function number(ds: DataSet | undefined, tag: string, index = 0): number | undefined {
  const value = ds?.[tag]?.Value?.[index];
  if (value === null || value === undefined || value === '') return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

export function numbers(ds: DataSet | undefined, tag: string): number[] {
  return (ds?.[tag]?.Value ?? []).map(Number).filter(Number.isFinite);
}

export function items(ds: DataSet | undefined, tag: string): DataSet[] {
  return (ds?.[tag]?.Value ?? []).filter((item): item is DataSet => typeof item === 'object' && item !== null);
}

export function has(ds: DataSet | undefined, tag: string): boolean {
  const attribute = ds?.[tag];
  return attribute !== undefined && (attribute.Value !== undefined || attribute.InlineBinary !== undefined || attribute.BulkDataURI !== undefined);
}

/** "DOE^JANE^M^DR" as people write it: "Doe, Jane M" without shouting is a matter of taste, so case is kept. */
export function personName(name: PersonName | string): string {
  const raw = typeof name === 'string' ? name : (name.Alphabetic || name.Ideographic || name.Phonetic || '');
  const [family = '', given = '', middle = ''] = raw.split('^').map((part) => part.trim());
  const rest = [given, middle].filter(Boolean).join(' ');
  return rest ? (family ? `${family}, ${rest}` : rest) : family;
}

/** DA "20240131", and "2024.01.31" as ACR-NEMA wrote it (PS3.5 §6.2), as ISO "2024-01-31"; other text unchanged. */
export function isoDate(date: string): string {
  if (/^\d{4}\.\d\d\.\d\d$/.test(date)) return date.replaceAll('.', '-');
  return /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : date;
}

/** TM "134502.1" as "13:45". */
export function clockTime(time: string): string {
  return /^\d{4}/.test(time) ? `${time.slice(0, 2)}:${time.slice(2, 4)}` : '';
}

/** InlineBinary as bytes (F.2.7). */
export function inlineBytes(attribute: Attribute): Uint8Array | undefined {
  if (attribute.InlineBinary === undefined) return undefined;
  const raw = atob(attribute.InlineBinary);
  return Uint8Array.from(raw, (c) => c.charCodeAt(0));
}
