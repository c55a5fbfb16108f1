import { metaData, utilities } from '@cornerstonejs/core';
import type { Types } from '@cornerstonejs/tools';
import { annotation, utilities as toolUtilities } from '@cornerstonejs/tools';
import { useEffect } from 'react';
import { dicomWeb } from '../../app/services';
import { entryOf, imageIdsByReference, registerDisplaySet } from '../../cornerstone/metadata';
import { engineId } from '../../cornerstone/names';
import type { Vec3 } from '../../dicom/geometry';
import { dot, normal, sub } from '../../dicom/geometry';
import type { StoredAnnotation } from '../../dicom/measurementReport';
import { hasMeasurements, readReport } from '../../dicom/measurementReport';
import { suvFactor } from '../../dicom/suv';
import { isMeasurementReport } from '../../dicom/structuredReport';
import { has, text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { useReader } from '../../store/reader';
import { fingerprint, useSaved } from './saved';

const loadedReports = new Set<string>();

/** Draws the measurements that the archive holds for this study again, once its series are known. */
export function useSavedMeasurements(studyUid: string): void {
  const study = useReader((state) => state.studies[studyUid]);
  const complete = study !== undefined && !study.loading;

  useEffect(() => {
    annotation.state.removeAllAnnotations();
    useSaved.getState().clear();
    loadedReports.clear();
  }, [studyUid]);

  useEffect(() => {
    const sets = useReader.getState().studies[studyUid]?.sets;
    if (!complete || !sets) return;
    const reports = sets.filter((set) => set.kind === 'sr' && isMeasurementReport(set.pictures[0]!.instance) && hasMeasurements(set.pictures[0]!.instance));
    // The newest report holds what was on the images when it was saved; older ones are its history.
    const newest = reports.sort((a, b) => when(a.pictures[0]!.instance).localeCompare(when(b.pictures[0]!.instance))).at(-1);
    if (!newest || loadedReports.has(newest.id)) return;
    loadedReports.add(newest.id);
    const load = async () => {
      await Promise.all(sets.filter((set) => set.kind === 'image').map((set) => registerDisplaySet(dicomWeb, set)));
      const instance = newest.pictures[0]!.instance;
      const part10 = await dicomWeb.instance(studyUid, newest.seriesUid, text(instance, Tag.SOPInstanceUID));
      for (const stored of await readReport(part10, imageIdsByReference(), metaData)) restore(stored);
      toolUtilities.triggerAnnotationRenderForViewportIds(useReader.getState().panes.map((_, i) => `pane-${i}`));
    };
    load().catch((error: unknown) => console.warn('A measurement report was not drawn:', error));
  }, [studyUid, complete]);
}

const when = (report: Parameters<typeof text>[0]): string => text(report, Tag.ContentDate) + text(report, '00080033');

/** What the converter leaves out, the tools need: the plane that the annotation lies in and its tool's name. */
function restore({ toolName, annotation: stored, imageId, label }: StoredAnnotation): void {
  const plane = entryOf(imageId)?.picture.plane;
  const imagePlane = metaData.get('imagePlaneModule', imageId) as { frameOfReferenceUID?: string; columnCosines?: number[]; rowCosines?: number[] } | undefined;
  const viewPlaneNormal = plane ? normal(plane) : ([0, 0, 1] as Vec3);
  const restored = {
    ...stored,
    annotationUID: utilities.uuidv4(),
    invalidated: true,
    isLocked: false,
    isVisible: true,
    highlighted: false,
    metadata: {
      ...stored.metadata,
      // Texts were arrows without a length once.
      toolName: toolName === 'ArrowAnnotate' && isOnePlace(pointsOf(stored)) ? 'Label' : toolName,
      referencedImageId: imageId,
      FrameOfReferenceUID: imagePlane?.frameOfReferenceUID,
      viewPlaneNormal,
      viewUp: (imagePlane?.columnCosines ?? [0, 1, 0]).map((part) => -part),
    },
    data: { ...stored.data, handles: toolName === 'EllipticalROI' ? upright(stored, imagePlane?.columnCosines) : stored.data.handles, label, cachedStats: storedFigures(stored.data.cachedStats, imageId) },
  } as unknown as Types.Annotation;
  annotation.state.addAnnotation(restored, restored.metadata?.FrameOfReferenceUID ?? engineId);
  useSaved.getState().mark({ [restored.annotationUID!]: fingerprint(restored as never) });
}

/**
 * The figures of the report, until the image is looked at and they are worked out anew: the list tells them, and they are stored again as
 * they were. The converter gives numbers as texts, and leaves out most units.
 */
function storedFigures(stats: unknown, imageId: string): Record<string, unknown> {
  const [found] = Object.values((stats ?? {}) as Record<string, Record<string, unknown>>);
  if (!found) return {};
  const instance = entryOf(imageId)?.picture.instance;
  const length = has(instance, Tag.PixelSpacing) || has(instance, Tag.SharedFunctionalGroupsSequence) ? 'mm' : 'px';
  const modality = text(instance, Tag.Modality);
  const figures = Object.fromEntries(Object.entries(found).map(([key, value]) => [key, figure(value)]));
  const modalityUnit = modality === 'CT' ? 'HU' : suvFactor(instance) === undefined ? '' : 'SUV';
  return { [`imageId:${imageId}`]: { ...figures, unit: length, areaUnit: `${length}²`, modalityUnit } };
}

const figure = (value: unknown): unknown => (Array.isArray(value) ? value.map(figure) : typeof value === 'string' && value !== '' && Number.isFinite(Number(value)) ? Number(value) : value);

const pointsOf = (stored: StoredAnnotation['annotation']): Vec3[] => (stored.data.handles as { points?: Vec3[] } | undefined)?.points ?? [];

const isOnePlace = ([first, ...others]: Vec3[]): boolean => first !== undefined && others.every((other) => Math.hypot(...sub(other, first)) < 0.01);

/** The handles of an ellipse, the ends of its upright axis first: a report has those of the longer one first (PS3.3 §C.18.6.1.2). */
function upright({ data, ...stored }: StoredAnnotation['annotation'], column: number[] = [0, 1, 0]): unknown {
  const points = pointsOf({ data, ...stored });
  const along = (from: number) => Math.abs(dot(sub(points[from]!, points[from + 1]!), column as Vec3));
  return points.length === 4 && along(0) < along(2) ? { ...(data.handles as object), points: [...points.slice(2), ...points.slice(0, 2)] } : data.handles;
}
