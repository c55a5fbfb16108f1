import { ProbeTool } from '@cornerstonejs/tools';

/** Cornerstone looks for the value of a stack's image in the slice of its number; the image of a stack has only one. */
export class Probe extends ProbeTool {
  static override toolName = 'Probe';

  protected override getTargetImageData(...parameters: Parameters<ProbeTool['getTargetImageData']>): ReturnType<ProbeTool['getTargetImageData']> {
    const found = super.getTargetImageData(...parameters);
    const values = found && 'voxelManager' in found ? found.voxelManager : undefined;
    if (!found || !values || !parameters[0].startsWith('imageId:')) return found;
    const inPlane = Object.create(values, { getAtIJKPoint: { value: ([column, row]: [number, number, number]) => values.getAtIJK(column, row, 0) } }) as typeof values;
    return { ...found, voxelManager: inPlane } as typeof found;
  }
}
