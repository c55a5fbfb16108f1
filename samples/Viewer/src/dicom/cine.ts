import type { DataSet } from '../dicomweb/dataset';
import { number, numbers } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';

/** Frames a second as the data asks (PS3.3 §C.7.6.5, §C.8.5): recommended rate, frame time, cine rate; else 10. */
export function frameRate(instance: DataSet | undefined): number {
  const recommended = number(instance, Tag.RecommendedDisplayFrameRate);
  if (recommended) return clamp(recommended);
  const vector = numbers(instance, Tag.FrameTimeVector).slice(1); // its first increment is always 0
  const mean = vector.length > 0 ? vector.reduce((sum, ms) => sum + ms, 0) / vector.length : 0;
  const frameTime = number(instance, Tag.FrameTime) || mean;
  if (frameTime > 0) return clamp(1000 / frameTime);
  return clamp(number(instance, Tag.CineRate) || 10);
}

const clamp = (rate: number): number => Math.min(60, Math.max(1, Math.round(rate)));
