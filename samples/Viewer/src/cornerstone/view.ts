import type { Types } from '@cornerstonejs/core';
import type { DataSet } from '../dicomweb/dataset';
import { has, texts } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';
import type { Plane, Vec3 } from '../dicom/geometry';
import { cross, directionLabel, dot, length, opposite, scaleBarLength, sub } from '../dicom/geometry';

export interface Sides {
  top: string;
  left: string;
  right: string;
  bottom: string;
}

/** The patient directions at the pane's edges, whatever rotation and flip; undefined when the image tells none. */
export function orientationLabels(viewport: Types.IStackViewport, instance: DataSet, plane: Plane | undefined): Sides | undefined {
  const { clientWidth: width, clientHeight: height } = viewport.canvas;
  const centre = viewport.canvasToWorld([width / 2, height / 2]) as Vec3;
  const right = sub(viewport.canvasToWorld([width / 2 + 50, height / 2]) as Vec3, centre);
  const down = sub(viewport.canvasToWorld([width / 2, height / 2 + 50]) as Vec3, centre);
  const label = plane ? directionLabel : projectionLabel(texts(instance, Tag.PatientOrientation));
  const [toRight, toBottom] = [label(right), label(down)];
  if (!toRight && !toBottom) return undefined;
  return { top: opposite(toBottom), left: opposite(toRight), right: toRight, bottom: toBottom };
}

/** Radiographs name the directions of their rows and columns (PS3.3 §C.7.6.1.1.1) and have no place in space: Cornerstone lays them along x and y. */
function projectionLabel([row = '', column = '']: string[]): (direction: Vec3) => string {
  return (direction) => {
    const size = length(direction) || 1;
    const alongRow = direction[0] / size;
    const alongColumn = direction[1] / size;
    if (Math.abs(alongRow) >= Math.abs(alongColumn)) return alongRow > 0 ? row : opposite(row);
    return alongColumn > 0 ? column : opposite(column);
  };
}

/** A bar of round length, at most a third of the pane's width; undefined for images without spacing. */
export function scaleBar(viewport: Types.IStackViewport, instance: DataSet): { mm: number; pixels: number } | undefined {
  if (!has(instance, Tag.PixelSpacing) && !has(instance, Tag.SharedFunctionalGroupsSequence)) return undefined;
  const width = viewport.canvas.clientWidth;
  const millimetres = length(sub(viewport.canvasToWorld([width, 0]) as Vec3, viewport.canvasToWorld([0, 0]) as Vec3));
  if (!(millimetres > 0) || !(width > 0)) return undefined;
  const mm = scaleBarLength(millimetres / 3);
  return { mm, pixels: (mm / millimetres) * width };
}

/** Which way a plane looks: for MPR panes, whose edges follow the camera. */
export function cameraSides(camera: { viewUp?: number[]; viewPlaneNormal?: number[] }): Sides | undefined {
  if (!camera.viewUp || !camera.viewPlaneNormal) return undefined;
  const up = camera.viewUp as Vec3;
  const right = cross(up, camera.viewPlaneNormal as Vec3);
  if (Math.abs(dot(up, right)) > 0.01) return undefined;
  const [top, toRight] = [directionLabel(up), directionLabel(right)];
  return { top, bottom: opposite(top), right: toRight, left: opposite(toRight) };
}
