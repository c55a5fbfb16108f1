import { create } from 'zustand';
import type { DataSet } from '../dicomweb/dataset';
import type { DisplaySet } from '../dicom/displaySets';
import type { ToolKey } from '../cornerstone/toolNames';

export interface LoadedStudy {
  uid: string;
  /** The study level attributes, from the search or the first instance. */
  study: DataSet;
  sets: DisplaySet[];
  loading: boolean;
}

export type Mode = 'stack' | 'mpr';
export type SidePanel = 'measurements' | 'report' | 'session' | null;

/** Ids and interface state only: cameras, pixels and annotations are Cornerstone's. */
export interface ReaderState {
  studyUid: string;
  studies: Record<string, LoadedStudy>;
  priors: DataSet[];
  rows: number;
  columns: number;
  panes: (string | undefined)[];
  active: number;
  /** A single pane fills the grid (double click). */
  maximized: boolean;
  mode: Mode;
  tool: ToolKey;
  linked: boolean;
  referenceLines: boolean;
  overlays: boolean;
  playing: Record<number, boolean>;
  /** Segmentations that are drawn, by display set id. */
  segmentations: string[];
  panel: SidePanel;
  protocol: string;
  /** The study that hangs, or may be hung, beside the one that was opened. */
  comparedWith: string | undefined;
  /** The reader has changed the layout: a protocol does not take it away. */
  touched: boolean;
  open(studyUid: string): void;
  putStudy(study: LoadedStudy): void;
  setPriors(priors: DataSet[]): void;
  hang(rows: number, columns: number, panes: (string | undefined)[], linked: boolean, protocol: string): void;
  setLayout(rows: number, columns: number): void;
  show(pane: number, setId: string): void;
  patch(change: Partial<Pick<ReaderState, 'active' | 'maximized' | 'mode' | 'tool' | 'linked' | 'referenceLines' | 'overlays' | 'panel'>>): void;
  setPlaying(pane: number, playing: boolean): void;
  toggleSegmentation(setId: string): void;
}

const initial = {
  studyUid: '',
  studies: {},
  priors: [],
  rows: 1,
  columns: 1,
  panes: [undefined],
  active: 0,
  maximized: false,
  mode: 'stack' as Mode,
  tool: 'window' as ToolKey,
  linked: false,
  referenceLines: false,
  overlays: true,
  playing: {},
  segmentations: [] as string[],
  panel: null,
  protocol: 'single',
  comparedWith: undefined,
  touched: false,
};

export const useReader = create<ReaderState>((set) => ({
  ...initial,
  open: (studyUid) => set({ ...initial, studyUid }),
  putStudy: (study) => set((state) => ({ studies: { ...state.studies, [study.uid]: study } })),
  setPriors: (priors) => set({ priors }),
  hang: (rows, columns, panes, linked, protocol) => set({ rows, columns, panes, linked, protocol, active: 0, maximized: false }),
  setLayout: (rows, columns) =>
    set((state) => {
      const shown = state.panes.filter((pane) => pane !== undefined);
      // What was not shown yet fills new panes, in the order of the series.
      const others = Object.values(state.studies)
        .filter((study) => study.uid === state.studyUid)
        .flatMap((study) => study.sets)
        .filter((candidate) => candidate.kind === 'image' && candidate.source === undefined && !shown.includes(candidate.id))
        .map((candidate) => candidate.id);
      const panes = Array.from({ length: rows * columns }, (_, i) => state.panes[i] ?? others.shift());
      return { rows, columns, panes, active: Math.min(state.active, panes.length - 1), maximized: false, touched: true };
    }),
  show: (pane, setId) => set((state) => ({ panes: state.panes.map((shown, i) => (i === pane ? setId : shown)), active: pane, mode: 'stack', touched: true })),
  patch: (change) => set(change),
  toggleSegmentation: (setId) => set((state) => ({ segmentations: state.segmentations.includes(setId) ? state.segmentations.filter((id) => id !== setId) : [...state.segmentations, setId] })),
  setPlaying: (pane, playing) => set((state) => ({ playing: { ...state.playing, [pane]: playing } })),
}));

/** A display set by id, of any study that is loaded. */
export function findSet(state: Pick<ReaderState, 'studies'>, id: string | undefined): DisplaySet | undefined {
  if (id === undefined) return undefined;
  for (const study of Object.values(state.studies)) {
    const found = study.sets.find((candidate) => candidate.id === id);
    if (found) return found;
  }
  return undefined;
}
