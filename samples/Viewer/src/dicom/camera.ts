import type { Vec3 } from './geometry';

/** A camera that goes round a point: 0, 0 looks from the front; azimuth turns to the patient's left, elevation to the head. */
export function orbit(centre: Vec3, azimuthInDegrees: number, elevationInDegrees: number, distance: number): { position: Vec3; up: Vec3 } {
  const [a, e] = [(azimuthInDegrees * Math.PI) / 180, (elevationInDegrees * Math.PI) / 180];
  const from: Vec3 = [Math.sin(a) * Math.cos(e), -Math.cos(a) * Math.cos(e), Math.sin(e)];
  const up: Vec3 = [-Math.sin(a) * Math.sin(e), Math.cos(a) * Math.sin(e), Math.cos(e)];
  return { position: [centre[0] + from[0] * distance, centre[1] + from[1] * distance, centre[2] + from[2] * distance], up };
}

