import type { Types } from '@cornerstonejs/tools';

/** A figure of a measurement, as it is read out. */
export interface Figure {
  name: 'length' | 'width' | 'angle' | 'area' | 'mean' | 'sd' | 'min' | 'max' | 'value' | 'text';
  value: number | string;
  unit: string;
}

type Stats = Record<string, unknown>;

/** The figures of an annotation from what its tool has computed: one source, the same as on the image. */
export function figuresOf(annotation: Types.Annotation): Figure[] {
  const { data, metadata } = annotation;
  const stats = Object.values((data.cachedStats ?? {}) as Record<string, Stats>)[0];
  const tool = metadata?.toolName ?? '';
  if (tool === 'ArrowAnnotate' || tool === 'Label') return [{ name: 'text', value: data.label ?? '', unit: '' }];
  if (!stats) return [];
  const unit = (key: string) => (typeof stats[key] === 'string' ? stats[key] : '');
  const figure = (name: Figure['name'], key: string, unitOf: string): Figure[] => {
    const value = Array.isArray(stats[key]) ? (stats[key] as unknown[])[0] : stats[key];
    return typeof value === 'number' && Number.isFinite(value) ? [{ name, value, unit: unitOf }] : [];
  };
  switch (tool) {
    case 'Length':
      return figure('length', 'length', unit('unit'));
    case 'Bidirectional':
      return [...figure('length', 'length', unit('unit')), ...figure('width', 'width', unit('unit'))];
    case 'Angle':
    case 'CobbAngle':
      return figure('angle', 'angle', '°');
    case 'Probe':
      return figure('value', 'value', unit('modalityUnit'));
    default: {
      const modality = unit('modalityUnit');
      return [...figure('area', 'area', unit('areaUnit')), ...figure('mean', 'mean', modality), ...figure('sd', 'stdDev', modality), ...figure('min', 'min', modality), ...figure('max', 'max', modality)];
    }
  }
}

/** Lengths in pixels mean nothing in the patient: the list says so. */
export const isUncalibrated = (figures: Figure[]): boolean => figures.some((figure) => /^px/.test(figure.unit));
