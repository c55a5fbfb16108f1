/** Tools on the left mouse button, by Cornerstone's names (which reports carry). */
export const toolNames = {
  window: 'WindowLevel',
  pan: 'Pan',
  zoom: 'Zoom',
  scroll: 'StackScroll',
  rotate: 'PlanarRotate',
  magnify: 'Magnify',
  crosshair: 'WorldCrosshair',
  length: 'Length',
  bidirectional: 'Bidirectional',
  angle: 'Angle',
  cobb: 'CobbAngle',
  ellipse: 'EllipticalROI',
  rectangle: 'RectangleROI',
  circle: 'CircleROI',
  freehand: 'PlanarFreehandROI',
  probe: 'Probe',
  arrow: 'ArrowAnnotate',
  text: 'Label',
} as const;

export type ToolKey = keyof typeof toolNames;

export const navigationTools: ToolKey[] = ['window', 'scroll', 'pan', 'zoom', 'rotate', 'magnify', 'crosshair'];
export const measuringTools: ToolKey[] = ['length', 'bidirectional', 'angle', 'cobb', 'ellipse', 'circle', 'rectangle', 'freehand', 'probe', 'arrow', 'text'];

/** One key each: what radiologists know from other viewers, where there is a custom. */
export const toolKeys: Partial<Record<ToolKey, string>> = {
  window: 'w',
  scroll: 's',
  pan: 'p',
  zoom: 'z',
  rotate: 'o',
  magnify: 'm',
  crosshair: 'x',
  length: 'l',
  bidirectional: 'b',
  angle: 'a',
  cobb: 'k',
  ellipse: 'e',
  rectangle: 'q',
  freehand: 'f',
  probe: 'd',
  arrow: 'n',
  text: 't',
};
