import { dicomWeb } from '../../app/services';
import type { DataSet } from '../../dicomweb/dataset';
import { number, text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import type { DisplaySet } from '../../dicom/displaySets';
import { displaySets } from '../../dicom/displaySets';
import { derivedSets } from './derivedSets';

const documents = new Set(['SR', 'KO', 'PR', 'DOC', 'SEG', 'RTSTRUCT', 'RWV']);
const concurrency = 4;

/** Loads a study series by series, images first, and tells what it has after each, in the order of the series. */
export async function loadStudy(studyUid: string, asked: Promise<DataSet[]>, signal: AbortSignal, onSets: (sets: DisplaySet[], loading: boolean) => void): Promise<void> {
  const order = (await asked).sort((a, b) => rank(a) - rank(b));
  const loaded = new Map<string, DisplaySet[]>();
  const queue = [...order];
  const report = () => {
    // What comes before in the list comes before on the screen: the leading pane does not change its mind.
    const sets: DisplaySet[] = [];
    for (const item of order) {
      const known = loaded.get(text(item, Tag.SeriesInstanceUID));
      if (!known && sets.length === 0) return;
      sets.push(...(known ?? []));
    }
    onSets([...sets, ...derivedSets(sets)], loaded.size < order.length);
  };
  const work = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) {
      const uid = text(item, Tag.SeriesInstanceUID);
      const [instances, syntax] = await Promise.all([dicomWeb.metadata(studyUid, uid, signal), dicomWeb.transferSyntax(studyUid, uid, signal)]);
      for (const instance of instances) if (syntax) instance[Tag.AvailableTransferSyntaxUID] ??= { vr: 'UI', Value: [syntax] };
      loaded.set(uid, displaySets(instances));
      report();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  if (order.length === 0) onSets([], false);
}

const rank = (series: DataSet): number => (documents.has(text(series, Tag.Modality)) ? 1e6 : 0) + (number(series, Tag.SeriesNumber) ?? 1e5);
