import { text } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import type { DisplaySet } from '../dicom/displaySets';
import type { Protocol, Selector } from './protocols';
import { protocols } from './protocols';

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
    const panes = protocol.panes.map((selector) => select(selector, selector.study === 0 ? current : prior));
    const filled = panes.filter(Boolean).length;
    if (filled === panes.length || (filled * 2 > panes.length && panes[0] !== undefined)) return compact({ protocol, rows: protocol.rows, columns: protocol.columns, panes });
  }
  return { protocol: fallback, rows: 1, columns: 1, panes: [current.sets.find(isDisplayable)?.id ?? current.sets[0]?.id] };
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

function select(selector: Selector, study: HangingStudy | undefined): string | undefined {
  const matching = (study?.sets ?? []).filter(
    (set) => isDisplayable(set) && (!selector.modality || selector.modality.includes(set.modality)) && (!selector.text || selector.text.test(viewText(set))),
  );
  return matching[selector.nth ?? 0]?.id;
}

/** "R CC screening": laterality and view where the image names them, and the description. */
export function viewText(set: DisplaySet): string {
  const instance = set.pictures[0]?.instance;
  const side = text(instance, Tag.ImageLaterality) || text(instance, Tag.Laterality);
  return `${side} ${text(instance, Tag.ViewPosition)} ${set.description}`.trim();
}
