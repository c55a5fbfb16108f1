/** What a viewer does with an instance. */
export type Kind = 'image' | 'rendered' | 'video' | 'pdf' | 'sr' | 'ecg' | 'ko' | 'pr' | 'seg' | 'rtstruct' | 'other';

const exact: Record<string, Kind> = {
  '1.2.840.10008.5.1.4.1.1.104.1': 'pdf',
  '1.2.840.10008.5.1.4.1.1.88.59': 'ko',
  '1.2.840.10008.5.1.4.1.1.66.4': 'seg',
  '1.2.840.10008.5.1.4.1.1.481.3': 'rtstruct',
};

const prefixes: [string, Kind][] = [
  ['1.2.840.10008.5.1.4.1.1.88.', 'sr'],
  ['1.2.840.10008.5.1.4.1.1.9.', 'ecg'],
  ['1.2.840.10008.5.1.4.1.1.11.', 'pr'],
];

const videoSyntaxes = /^1\.2\.840\.10008\.1\.2\.4\.10[0-8]/;

/** The kind of an instance by SOP class; an unknown class with rows and columns is an image. */
export function kindOf(sopClass: string, hasPixels: boolean, transferSyntax = ''): Kind {
  const kind = exact[sopClass] ?? prefixes.find(([prefix]) => sopClass.startsWith(prefix))?.[1];
  if (kind) return kind;
  if (!hasPixels) return 'other';
  return videoSyntaxes.test(transferSyntax) ? 'video' : 'image';
}
