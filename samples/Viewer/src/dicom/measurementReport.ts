import type { DataSet } from '../dicomweb/dataset';

/** Turns annotations into a DICOM SR of TID 1500 and back. The converter is large: it is loaded when it is first needed. */
export interface StoredAnnotation {
  toolName: string;
  annotation: Record<string, unknown> & { data: Record<string, unknown>; metadata?: Record<string, unknown> };
  imageId: string;
  label: string;
}

interface Annotationlike {
  annotationUID?: string;
  metadata?: { toolName?: string; referencedImageId?: string };
  data: { label?: string; handles?: { points?: unknown[] } };
}

interface MetadataProvider {
  get(type: string, query: string): unknown;
}

/**
 * Tools that TID 1500 has a template for here, and what they measure, in the language of the report. It stands as the comment where the reader has
 * said nothing, so that other programs have a name to list.
 */
const names: Record<string, string> = {
  Length: 'Length',
  Bidirectional: 'Bidirectional',
  Angle: 'Angle',
  CobbAngle: 'Cobb angle',
  EllipticalROI: 'Ellipse',
  CircleROI: 'Circle',
  RectangleROI: 'Rectangle',
  PlanarFreehandROI: 'Freehand region',
  Probe: 'Probe',
  ArrowAnnotate: 'Arrow',
  Label: 'Text',
};

export const storableTools = new Set(Object.keys(names));

const seriesNumber = 4700;

/** A Part 10 file with the annotations; their images must be known to the metadata provider. */
export async function writeReport(annotations: Annotationlike[], metadata: MetadataProvider, description: string, author: string): Promise<ArrayBuffer> {
  const { MeasurementReport, dcmjs } = await converter();
  const state: Record<string, Record<string, { data: unknown[] }>> = {};
  for (const annotation of annotations) {
    const { toolName, referencedImageId } = annotation.metadata ?? {};
    if (!toolName || !referencedImageId || !storableTools.has(toolName)) continue;
    const label = annotation.data.label?.trim() || names[toolName];
    ((state[referencedImageId] ??= {})[toolName] ??= { data: [] }).data.push({ ...annotation, data: { ...annotation.data, label } });
  }
  const report = MeasurementReport.generateReport(state, metadata, { SeriesDescription: description, SeriesNumber: seriesNumber });
  const { dataset } = report;
  Object.assign(dataset, { SpecificCharacterSet: 'ISO_IR 192', SeriesDescription: description, SeriesNumber: seriesNumber, Manufacturer: 'Pacs' });
  if (author) dataset.ContentCreatorName = author;
  raiseRoundEllipses(dataset);
  const file = dcmjs.data.datasetToDict(dataset);
  return file.write();
}

/** The converter, once it is there: it knows a text as an arrow without a length, so that programs that have no texts draw it there. */
async function converter() {
  const [{ adaptersSR }, { default: dcmjs }] = await Promise.all([import('@cornerstonejs/adapters'), import('dcmjs')]);
  const { MeasurementReport, ArrowAnnotate } = adaptersSR.Cornerstone3D as unknown as { MeasurementReport: Report; ArrowAnnotate: Adapter };
  if (!MeasurementReport.measurementAdapterByToolType.has('Label')) {
    const text = ArrowAnnotate.registerSubType(ArrowAnnotate, 'Label');
    text.getTID300RepresentationArguments = function (tool, ...rest) {
      const [point] = tool.data.handles.points;
      return ArrowAnnotate.getTID300RepresentationArguments.call(this, { ...tool, data: { ...tool.data, handles: { ...tool.data.handles, points: [point, point] } } }, ...rest);
    };
  }
  return { MeasurementReport, dcmjs };
}

interface Tool {
  data: { handles: { points: unknown[] } };
}

interface Adapter {
  registerSubType(parent: Adapter, toolName: string): Adapter;
  getTID300RepresentationArguments(this: Adapter, tool: Tool, ...rest: unknown[]): unknown;
}

interface Report {
  measurementAdapterByToolType: Map<string, Adapter>;
  generateReport(state: unknown, metadata: MetadataProvider, options: object): { dataset: Record<string, unknown> };
  generateToolState(dataset: unknown, imageIds: Record<string, string>, metadata: MetadataProvider, hooks: object): Record<string, { annotation: StoredAnnotation['annotation'] }[]>;
}

interface Content {
  GraphicType?: string;
  GraphicData?: number[];
  ContentSequence?: Content | Content[];
}

/**
 * The major axis of an ellipse stands first (PS3.3 §C.18.6.1.2). Where both are of one length the upright one does: Cornerstone3D up to 4 takes the first
 * for it, and finds no area between the others.
 */
function raiseRoundEllipses(item: Content): void {
  const { GraphicType, GraphicData: axes, ContentSequence: content } = item;
  if (GraphicType === 'ELLIPSE' && axes?.length === 8) {
    const length = (at: number) => Math.hypot(axes[at]! - axes[at + 2]!, axes[at + 1]! - axes[at + 3]!);
    const lies = Math.abs(axes[0]! - axes[2]!) > Math.abs(axes[1]! - axes[3]!);
    if (lies && Math.abs(length(0) - length(4)) < sameLength) item.GraphicData = [...axes.slice(4), ...axes.slice(0, 4)];
  }
  for (const child of Array.isArray(content) ? content : content ? [content] : []) raiseRoundEllipses(child);
}

/** Axes that differ by less are of one length, in pixels: a reader draws no finer. */
const sameLength = 0.01;

/** The annotations of a report, for the images that are known. */
export async function readReport(part10: ArrayBuffer, imageIds: Record<string, string>, metadata: MetadataProvider): Promise<StoredAnnotation[]> {
  const { MeasurementReport, dcmjs } = await converter();
  const { DicomMessage, DicomMetaDictionary } = dcmjs.data;
  const file = DicomMessage.readFile(part10);
  const dataset = DicomMetaDictionary.naturalizeDataset(file.dict);
  const byTool = MeasurementReport.generateToolState(dataset, imageIds, metadata, {});
  return Object.entries(byTool).flatMap(([toolName, found]) =>
    found.flatMap(({ annotation }) => {
      const imageId = annotation.metadata?.referencedImageId as string | undefined;
      const label = typeof annotation.data.label === 'string' && annotation.data.label !== names[toolName] ? annotation.data.label : '';
      return imageId ? [{ toolName, annotation, imageId, label }] : [];
    }),
  );
}

/** Whether a report of measurements was written by this family of viewers, so that its groups can be drawn. */
export const hasMeasurements = (report: DataSet): boolean => JSON.stringify(report['0040A730'] ?? {}).includes('SCOORD');
