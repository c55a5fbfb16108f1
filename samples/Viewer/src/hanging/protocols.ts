// Hanging protocols as data: for whom, which grid, and what hangs where.

/** What may hang in a pane. */
export interface Selector {
  /** 0 is the study that was opened, 1 the prior that it is compared with. */
  study: 0 | 1;
  /** Modalities, any of them; absent matches each image. */
  modality?: string[];
  /** Against image view, laterality and series description as "R CC screening", "L MLO". */
  text?: RegExp;
  /** The n-th display set that matches, from 0. */
  nth?: number;
  /** A stack of slices goes before a localizer, whatever their numbers. */
  stackFirst?: boolean;
  /** Of several the one that is most like what hangs in this pane of the protocol: its view, its description. */
  like?: number;
}

export interface Protocol {
  key: string;
  /** All must hold for the opened study. */
  when: { modality: string[]; description?: RegExp; bodyPart?: RegExp; prior?: boolean };
  rows: number;
  columns: number;
  panes: Selector[];
  /** Scroll by position, windows shared. */
  linked: boolean;
}

const mammoViews = ['R CC', 'L CC', 'R MLO', 'L MLO'];

const mammogram = (study: 0 | 1): Selector[] => mammoViews.map((view) => ({ study, modality: ['MG'], text: new RegExp(view, 'i') }));

/** A study beside its prior. */
function beside(modality: string[], stackFirst: boolean): Selector[] {
  return [{ study: 0, modality, stackFirst }, { study: 1, modality, stackFirst, like: 0 }];
}

export const protocols: Protocol[] = [
  { key: 'mammographyPrior', when: { modality: ['MG'], prior: true }, rows: 2, columns: 4, panes: [...mammogram(0), ...mammogram(1)], linked: false },
  { key: 'mammography', when: { modality: ['MG'] }, rows: 2, columns: 2, panes: mammogram(0), linked: false },
  { key: 'radiographPrior', when: { modality: ['CR', 'DX'], prior: true }, rows: 1, columns: 2, panes: beside(['CR', 'DX'], false), linked: true },
  { key: 'radiograph', when: { modality: ['CR', 'DX'] }, rows: 1, columns: 2, panes: [{ study: 0, nth: 0 }, { study: 0, nth: 1 }], linked: false },
  { key: 'petCt', when: { modality: ['PT'] }, rows: 1, columns: 2, panes: [{ study: 0, modality: ['CT'], stackFirst: true }, { study: 0, modality: ['PT'], stackFirst: true }], linked: true },
  { key: 'ctPrior', when: { modality: ['CT'], prior: true }, rows: 1, columns: 2, panes: beside(['CT'], true), linked: true },
  { key: 'mrPrior', when: { modality: ['MR'], prior: true }, rows: 1, columns: 2, panes: beside(['MR'], true), linked: true },
  { key: 'mrSeries', when: { modality: ['MR'] }, rows: 2, columns: 2, panes: [0, 1, 2, 3].map((nth): Selector => ({ study: 0, modality: ['MR'], nth, stackFirst: true })), linked: true },
  { key: 'single', when: { modality: [] }, rows: 1, columns: 1, panes: [{ study: 0, stackFirst: true }], linked: false },
];

/** For a prior that the reader has chosen and that no protocol has a place for. */
export const comparison: Protocol = { key: 'comparison', when: { modality: [], prior: true }, rows: 1, columns: 2, panes: [{ study: 0, stackFirst: true }, { study: 1, stackFirst: true, like: 0 }], linked: true };
