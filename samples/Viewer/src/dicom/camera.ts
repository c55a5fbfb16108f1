import type { Plane, Vec3 } from './geometry';

/** The middle of a stack of planes, in mm of the patient. */
export function stackCentre(planes: Plane[], rows: number, columns: number, rowSpacing: number, columnSpacing: number): Vec3 {
  const [first, last] = [planes[0]!, planes.at(-1)!];
  const across = ((columns - 1) * columnSpacing) / 2;
  const down = ((rows - 1) * rowSpacing) / 2;
  return [0, 1, 2].map((i) => (first.position[i]! + last.position[i]!) / 2 + first.row[i]! * across + first.column[i]! * down) as Vec3;
}

/** A camera that goes round a point: 0, 0 looks from the front; azimuth turns to the patient's left, elevation to the head. */
export function orbit(centre: Vec3, azimuthInDegrees: number, elevationInDegrees: number, distance: number): { position: Vec3; up: Vec3 } {
  const [a, e] = [(azimuthInDegrees * Math.PI) / 180, (elevationInDegrees * Math.PI) / 180];
  const from: Vec3 = [Math.sin(a) * Math.cos(e), -Math.cos(a) * Math.cos(e), Math.sin(e)];
  const up: Vec3 = [-Math.sin(a) * Math.sin(e), Math.cos(a) * Math.sin(e), Math.cos(e)];
  return { position: [centre[0] + from[0] * distance, centre[1] + from[1] * distance, centre[2] + from[2] * distance], up };
}

