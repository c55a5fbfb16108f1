// Vectors of the patient coordinate system (LPS, mm): pure functions.

export type Vec3 = [number, number, number];

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const sub = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const cross = (a: Vec3, b: Vec3): Vec3 => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
export const length = (a: Vec3): number => Math.hypot(a[0], a[1], a[2]);

export interface Plane {
  position: Vec3;
  row: Vec3;
  column: Vec3;
}

export const normal = (plane: Plane): Vec3 => cross(plane.row, plane.column);

/** How far the plane lies along a direction, in mm. */
export const along = (plane: Plane, direction: Vec3): number => dot(plane.position, direction);

/** Planes are parallel within half a degree. */
export function isParallel(a: Plane, b: Plane): boolean {
  return Math.abs(dot(normal(a), normal(b))) > 0.99996;
}

/** The letters for a direction, the strongest axis first (PS3.3 §C.7.6.1.1.1): "L", "LA", "FPR". */
export function directionLabel(direction: Vec3): string {
  const size = length(direction) || 1;
  const axes: [number, string, string][] = [
    [direction[0] / size, 'L', 'R'],
    [direction[1] / size, 'P', 'A'],
    [direction[2] / size, 'H', 'F'],
  ];
  return axes
    .filter(([part]) => Math.abs(part) > 0.25)
    .sort((a, b) => Math.abs(b[0]) - Math.abs(a[0]))
    .map(([part, positive, negative]) => (part > 0 ? positive : negative))
    .join('');
}

const opposites: Record<string, string> = { L: 'R', R: 'L', A: 'P', P: 'A', H: 'F', F: 'H' };

export const opposite = (label: string): string => [...label].map((letter) => opposites[letter] ?? letter).join('');

/** A length for the scale bar: the largest of 1, 2, 5 × 10ⁿ mm that is not longer than the space. */
export function scaleBarLength(spaceInMm: number): number {
  const decade = 10 ** Math.floor(Math.log10(spaceInMm));
  return ([5, 2, 1].find((step) => step * decade <= spaceInMm) ?? 1) * decade;
}
