import type { DataSet } from '../dicomweb/dataset';
import { items, isoDate, number, personName, text } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';

/** A content item as a reader sees it (PS3.3 §C.17.3). */
export interface ContentItem {
  type: string;
  name: string;
  value: string;
  /** SOP Instance UID of an image that it points at. */
  image?: string;
  children: ContentItem[];
}

const maxDepth = 40;

/** The content tree of a structured report, its root first. */
export function contentTree(report: DataSet, depth = 0): ContentItem {
  const type = text(report, Tag.ValueType);
  return {
    type,
    name: meaning(items(report, Tag.ConceptNameCodeSequence)[0]),
    value: valueOf(type, report),
    image: type === 'IMAGE' ? text(items(report, Tag.ReferencedSOPSequence)[0], Tag.ReferencedSOPInstanceUID) : undefined,
    children: depth < maxDepth ? items(report, Tag.ContentSequence).map((item) => contentTree(item, depth + 1)) : [],
  };
}

function valueOf(type: string, item: DataSet): string {
  switch (type) {
    case 'TEXT':
      return text(item, Tag.TextValue);
    case 'CODE':
      return meaning(items(item, Tag.ConceptCodeSequence)[0]);
    case 'NUM': {
      const measured = items(item, Tag.MeasuredValueSequence)[0];
      const value = number(measured, Tag.NumericValue);
      const unit = items(measured, Tag.MeasurementUnitsCodeSequence)[0];
      return value === undefined ? '' : `${Math.round(value * 1000) / 1000} ${unitOf(text(unit, Tag.CodeValue))}`.trim();
    }
    case 'PNAME':
      return personName(text(item, Tag.PersonName));
    case 'DATE':
      return isoDate(text(item, Tag.Date));
    case 'TIME':
      return text(item, Tag.Time).replace(/^(\d\d)(\d\d)(\d\d)?.*$/, '$1:$2');
    case 'DATETIME':
      return text(item, Tag.DateTime).replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d).*$/, '$1-$2-$3 $4:$5');
    case 'UIDREF':
      return text(item, Tag.UID);
    case 'IMAGE':
    case 'COMPOSITE':
    case 'WAVEFORM':
      return '';
    case 'SCOORD':
    case 'SCOORD3D':
      return text(item, Tag.GraphicType).toLowerCase();
    default:
      return '';
  }
}

/** A unit of UCUM as people write it: mm² for mm2, pixels for {pixels}, nothing for what has none. */
function unitOf(code: string): string {
  if (code === '1' || code === 'no units') return '';
  if (code.startsWith('[hnsf')) return 'HU';
  return code.replace(/\{(.*?)\}/g, '$1').replace(/([a-z])2(?!\d)/gi, '$1²').replace(/([a-z])3(?!\d)/gi, '$1³');
}

const meaning = (code: DataSet | undefined): string => text(code, Tag.CodeMeaning) || text(code, Tag.CodeValue);

/** Whether a report holds measurements that the viewer draws (TID 1500). */
export const isMeasurementReport = (report: DataSet): boolean => items(report, Tag.ContentTemplateSequence).some((item) => text(item, Tag.TemplateIdentifier) === '1500');
