export const engineId = 'pacs';
export const stackGroup = 'stack';
export const mprGroup = 'mpr';
export const volumeGroup = 'volume3d';

export const paneId = (index: number): string => `pane-${index}`;
export const mprPlanes = ['axial', 'sagittal', 'coronal'] as const;
export type MprPlane = (typeof mprPlanes)[number];
export const mprId = (plane: MprPlane): string => `mpr-${plane}`;
export const volumeViewId = 'volume-3d';
