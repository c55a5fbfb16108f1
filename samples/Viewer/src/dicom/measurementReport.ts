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

/** Tools that TID 1500 has a template for here. A free text is an arrow without a second point. */
export const storableTools = new Set(['Length', 'Bidirectional', 'Angle', 'CobbAngle', 'EllipticalROI', 'CircleROI', 'RectangleROI', 'PlanarFreehandROI', 'Probe', 'ArrowAnnotate', 'Label']);

const seriesNumber = 4700;

/** A Part 10 file with the annotations; their images must be known to the metadata provider. */
export async function writeReport(annotations: Annotationlike[], metadata: MetadataProvider, description: string, author: string): Promise<ArrayBuffer> {
  const [{ adaptersSR }, dcmjs] = await Promise.all([import('@cornerstonejs/adapters'), import('dcmjs')]);
  const state: Record<string, Record<string, { data: unknown[] }>> = {};
  for (const annotation of annotations) {
    const { toolName, referencedImageId } = annotation.metadata ?? {};
    if (!toolName || !referencedImageId || !storableTools.has(toolName)) continue;
    const stored = toolName === 'Label' ? 'ArrowAnnotate' : toolName;
    ((state[referencedImageId] ??= {})[stored] ??= { data: [] }).data.push(coded(annotation));
  }
  const { MeasurementReport } = adaptersSR.Cornerstone3D;
  const report = MeasurementReport.generateReport(state, metadata, { SeriesDescription: description, SeriesNumber: seriesNumber }) as unknown as { dataset: Record<string, unknown> };
  const { dataset } = report;
  Object.assign(dataset, { SpecificCharacterSet: 'ISO_IR 192', SeriesDescription: description, SeriesNumber: seriesNumber, Manufacturer: 'Pacs' });
  if (author) dataset.ContentCreatorName = author;
  const file = dcmjs.default.data.datasetToDict(dataset);
  return file.write();
}

/** The reader's words travel as the finding, in free text as this family of viewers writes it. */
function coded(annotation: Annotationlike): unknown {
  const label = annotation.data.label?.trim();
  return label ? { ...annotation, finding: { CodeValue: 'CORNERSTONEFREETEXT', CodingSchemeDesignator: 'CORNERSTONEJS', CodeMeaning: label } } : annotation;
}

/** The annotations of a report, for the images that are known. */
export async function readReport(part10: ArrayBuffer, imageIds: Record<string, string>, metadata: MetadataProvider): Promise<StoredAnnotation[]> {
  const [{ adaptersSR }, dcmjs] = await Promise.all([import('@cornerstonejs/adapters'), import('dcmjs')]);
  const { DicomMessage, DicomMetaDictionary } = dcmjs.default.data;
  const file = DicomMessage.readFile(part10);
  const dataset = DicomMetaDictionary.naturalizeDataset(file.dict);
  const byTool = adaptersSR.Cornerstone3D.MeasurementReport.generateToolState(dataset, imageIds, metadata, {}) as unknown as Record<string, { annotation: StoredAnnotation['annotation']; description?: string }[]>;
  return Object.entries(byTool).flatMap(([toolName, found]) =>
    found.flatMap(({ annotation }) => {
      const imageId = annotation.metadata?.referencedImageId as string | undefined;
      return imageId ? [{ toolName, annotation, imageId, label: typeof annotation.data.label === 'string' ? annotation.data.label : '' }] : [];
    }),
  );
}

/** Whether a report of measurements was written by this family of viewers, so that its groups can be drawn. */
export const hasMeasurements = (report: DataSet): boolean => JSON.stringify(report['0040A730'] ?? {}).includes('SCOORD');
