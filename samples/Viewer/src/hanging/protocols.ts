// Hanging protocols as data: for whom, which grid, and what hangs where.

/** What may hang in a pane. */
export interface Selector {
  /** 0 is the study that was opened, 1 its most recent comparable prior. */
  study: 0 | 1;
  /** Modalities, any of them; absent matches each image. */
  modality?: string[];
  /** Against series description and image view, laterality as "R CC", "L MLO". */
  text?: RegExp;
  /** The n-th display set that matches, from 0. */
  nth?: number;
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

export const protocols: Protocol[] = [
  {
    key: 'mammographyPrior',
    when: { modality: ['MG'], prior: true },
    rows: 2,
    columns: 4,
    panes: ([0, 1] as const).flatMap((study) => mammoViews.map((view): Selector => ({ study, modality: ['MG'], text: new RegExp(view, 'i') }))),
    linked: false,
  },
  { key: 'mammography', when: { modality: ['MG'] }, rows: 2, columns: 2, panes: mammoViews.map((view): Selector => ({ study: 0, modality: ['MG'], text: new RegExp(view, 'i') })), linked: false },
  { key: 'radiographPrior', when: { modality: ['CR', 'DX'], prior: true }, rows: 1, columns: 2, panes: [{ study: 0, modality: ['CR', 'DX'] }, { study: 1, modality: ['CR', 'DX'] }], linked: true },
  { key: 'radiograph', when: { modality: ['CR', 'DX'] }, rows: 1, columns: 2, panes: [{ study: 0, nth: 0 }, { study: 0, nth: 1 }], linked: false },
  { key: 'ctPrior', when: { modality: ['CT'], prior: true }, rows: 1, columns: 2, panes: [{ study: 0, modality: ['CT'] }, { study: 1, modality: ['CT'] }], linked: true },
  { key: 'mrPrior', when: { modality: ['MR'], prior: true }, rows: 1, columns: 2, panes: [{ study: 0, modality: ['MR'] }, { study: 1, modality: ['MR'] }], linked: true },
  { key: 'petCt', when: { modality: ['PT'] }, rows: 1, columns: 2, panes: [{ study: 0, modality: ['CT'] }, { study: 0, modality: ['PT'] }], linked: true },
  { key: 'mrSeries', when: { modality: ['MR'] }, rows: 2, columns: 2, panes: [0, 1, 2, 3].map((nth): Selector => ({ study: 0, modality: ['MR'], nth })), linked: true },
  { key: 'single', when: { modality: [] }, rows: 1, columns: 1, panes: [{ study: 0 }], linked: false },
];
