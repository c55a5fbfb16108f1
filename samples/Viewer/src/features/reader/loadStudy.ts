import { dicomWeb } from '../../app/services';
import type { DataSet } from '../../dicomweb/dataset';
import { number, text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import type { DisplaySet } from '../../dicom/displaySets';
import { displaySets } from '../../dicom/displaySets';
import { derivedSets } from './derivedSets';

const documents = new Set(['SR', 'KO', 'PR', 'DOC', 'SEG', 'RTSTRUCT', 'RWV']);
const concurrency = 4;

/** A study of more series than this is asked for whole, unless it is large as well: the way to the server and back counts more than the data. */
const manySeries = 24;
const manyInstances = 4000;

/** Loads a study series by series, images first, and tells what it has after each, in the order of the series. */
export async function loadStudy(studyUid: string, asked: Promise<DataSet[]>, signal: AbortSignal, onSets: (sets: DisplaySet[], loading: boolean) => void): Promise<void> {
  const order = (await asked).sort((a, b) => rank(a) - rank(b));
  const loaded = new Map<string, DisplaySet[]>();
  const queue = [...order];
  let told = 0;
  const report = () => {
    // Of many series a few more are no news: what is told is drawn anew.
    if (loaded.size < order.length && told > 0 && loaded.size < told * 1.25) return;
    // What comes before in the list comes before on the screen: the leading pane does not change its mind.
    const sets: DisplaySet[] = [];
    for (const item of order) {
      const known = loaded.get(text(item, Tag.SeriesInstanceUID));
      if (!known && sets.length === 0) return;
      sets.push(...(known ?? []));
    }
    told = loaded.size;
    onSets([...sets, ...derivedSets(sets)], loaded.size < order.length);
  };
  const put = (seriesUid: string, instances: DataSet[], syntaxOf: (instance: DataSet) => string | undefined) => {
    for (const instance of instances) {
      const syntax = syntaxOf(instance);
      if (syntax) instance[Tag.AvailableTransferSyntaxUID] ??= { vr: 'UI', Value: [syntax] };
    }
    loaded.set(seriesUid, displaySets(instances));
  };
  const next = async () => {
    const item = queue.shift();
    if (!item) return false;
    const uid = text(item, Tag.SeriesInstanceUID);
    const [instances, syntax] = await Promise.all([dicomWeb.metadata(studyUid, uid, signal), dicomWeb.transferSyntax(studyUid, uid, signal)]);
    put(uid, instances, () => syntax);
    report();
    return true;
  };
  const rest = async () => {
    const [instances, syntaxes] = await Promise.all([dicomWeb.metadata(studyUid, undefined, signal), dicomWeb.transferSyntaxes(studyUid, signal)]);
    const bySeries = new Map<string, DataSet[]>();
    for (const instance of instances) {
      const uid = text(instance, Tag.SeriesInstanceUID);
      const members = bySeries.get(uid);
      if (members) members.push(instance);
      else bySeries.set(uid, [instance]);
    }
    for (const item of queue.splice(0)) {
      const uid = text(item, Tag.SeriesInstanceUID);
      put(uid, bySeries.get(uid) ?? [], (instance) => syntaxes.get(text(instance, Tag.SOPInstanceUID)));
    }
    report();
  };
  const count = order.reduce((sum, item) => sum + (number(item, Tag.NumberOfSeriesRelatedInstances) ?? 1), 0);
  if (order.length > manySeries && count <= manyInstances) {
    await next();
    await rest();
  } else {
    const work = async () => {
      while (await next());
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  }
  if (order.length === 0) onSets([], false);
}

const rank = (series: DataSet): number => (documents.has(text(series, Tag.Modality)) ? 1e6 : 0) + (number(series, Tag.SeriesNumber) ?? 1e5);
