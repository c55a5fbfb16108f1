import type { DisplaySet } from '../dicom/displaySets';
import { viewOf } from '../dicom/projections';
import type { Protocol, Selector } from './protocols';
import { comparison, protocols } from './protocols';

export interface HangingStudy {
  description: string;
  sets: DisplaySet[];
}

export interface Hanging {
  protocol: Protocol;
  rows: number;
  columns: number;
  /** Ids of display sets, row by row; undefined stays empty. */
  panes: (string | undefined)[];
}

const isDisplayable = (set: DisplaySet): boolean => set.kind === 'image' && set.source === undefined;

/** The first protocol that fits, with every pane filled. A protocol that would leave half of its panes empty does not fit. */
export function hang(current: HangingStudy, prior: HangingStudy | undefined, rules: Protocol[] = protocols): Hanging {
  const fallback = rules.at(-1)!;
  for (const protocol of rules) {
    if (!applies(protocol, current, prior)) continue;
    const panes = fill(protocol, current, prior);
    const filled = panes.filter(Boolean).length;
    if (filled === panes.length || (filled * 2 > panes.length && panes[0] !== undefined)) return compact({ protocol, rows: protocol.rows, columns: protocol.columns, panes });
  }
  return { protocol: fallback, rows: 1, columns: 1, panes: [current.sets.find(isDisplayable)?.id ?? current.sets[0]?.id] };
}

/** As {@link hang}, with a prior that the reader has chosen: it hangs beside the study even where no protocol has a place for it. */
export function hangBeside(current: HangingStudy, prior: HangingStudy): Hanging {
  const hanging = hang(current, prior);
  if (prior.sets.some((set) => hanging.panes.includes(set.id))) return hanging;
  return { protocol: comparison, rows: comparison.rows, columns: comparison.columns, panes: fill(comparison, current, prior) };
}

/** A single row that is not full becomes as wide as what hangs in it. */
function compact(hanging: Hanging): Hanging {
  const filled = hanging.panes.filter(Boolean);
  return hanging.rows === 1 && filled.length < hanging.panes.length ? { ...hanging, columns: filled.length, panes: filled } : hanging;
}

function applies({ when }: Protocol, current: HangingStudy, prior: HangingStudy | undefined): boolean {
  const images = current.sets.filter(isDisplayable);
  if (when.modality.length > 0 && !images.some((set) => when.modality.includes(set.modality))) return false;
  if (when.description && !when.description.test(current.description)) return false;
  if (when.bodyPart && !images.some((set) => when.bodyPart!.test(set.bodyPart))) return false;
  return !when.prior || (prior !== undefined && prior.sets.some((set) => isDisplayable(set) && when.modality.includes(set.modality)));
}

function fill(protocol: Protocol, current: HangingStudy, prior: HangingStudy | undefined): (string | undefined)[] {
  const chosen: (DisplaySet | undefined)[] = [];
  for (const selector of protocol.panes) chosen.push(select(selector, selector.study === 0 ? current : prior, selector.like === undefined ? undefined : chosen[selector.like]));
  return chosen.map((set) => set?.id);
}

function select(selector: Selector, study: HangingStudy | undefined, like: DisplaySet | undefined): DisplaySet | undefined {
  const matching = (study?.sets ?? []).filter(
    (set) => isDisplayable(set) && (!selector.modality || selector.modality.includes(set.modality)) && (!selector.text || selector.text.test(viewText(set))),
  );
  const merit = (set: DisplaySet) => (like ? likeness(set, like) : 0) + (selector.stackFirst && set.isVolume ? 1 : 0);
  // The sort is stable: what is equally good stays in the order of the series.
  return matching.sort((a, b) => merit(b) - merit(a))[selector.nth ?? 0];
}

/** The same view counts most, then the same name; both more than being a stack. */
function likeness(set: DisplaySet, other: DisplaySet): number {
  const [view, wanted] = [viewOf(set.pictures[0]?.instance), viewOf(other.pictures[0]?.instance)];
  return (wanted !== '' && view === wanted ? 4 : 0) + (other.description !== '' && set.description.toLowerCase() === other.description.toLowerCase() ? 2 : 0);
}

/** "R CC screening": laterality and view where the image names them, and the description. */
export function viewText(set: DisplaySet): string {
  return `${viewOf(set.pictures[0]?.instance)} ${set.description}`.trim();
}
