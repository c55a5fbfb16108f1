import type { Types } from '@cornerstonejs/tools';
import * as tools from '@cornerstonejs/tools';
import { Crosshair } from './crosshair';
import { Magnifier } from './magnifier';
import { mprGroup, stackGroup, volumeGroup } from './names';
import { Probe } from './probe';
import type { ToolKey } from './toolNames';
import { measuringTools, navigationTools, toolNames } from './toolNames';
import { Words } from './words';

const { MouseBindings } = tools.Enums;

/** Asks the reader for the words of an arrow or a text, which has some already or none; set by the reading page. */
let askText: (done: (text: string) => void, current: string) => void = (done, current) => done(current);

export function setTextPrompt(prompt: typeof askText): void {
  askText = prompt;
}

const classes = [
  tools.WindowLevelTool, tools.PanTool, tools.ZoomTool, tools.StackScrollTool, tools.PlanarRotateTool, Magnifier, Crosshair, tools.ReferenceLinesTool, tools.CrosshairsTool,
  tools.TrackballRotateTool, tools.LengthTool, tools.BidirectionalTool, tools.AngleTool, tools.CobbAngleTool, tools.EllipticalROITool, tools.CircleROITool, tools.RectangleROITool,
  tools.PlanarFreehandROITool, Probe, tools.ArrowAnnotateTool, Words,
];

export function registerTools(): void {
  for (const tool of classes) tools.addTool(tool);
  const style = tools.annotation.config.style.getDefaultToolStyles();
  tools.annotation.config.style.setDefaultToolStyles({
    global: { ...style.global, color: 'rgb(255, 221, 87)', colorHighlighted: 'rgb(94, 234, 212)', colorSelected: 'rgb(94, 234, 212)', textBoxFontSize: '13px', textBoxColor: 'rgb(255, 221, 87)', textBoxColorHighlighted: 'rgb(94, 234, 212)', textBoxColorSelected: 'rgb(94, 234, 212)', textBoxBackground: 'rgba(0, 0, 0, 0.65)', textBoxBorderRadius: 3, lineWidth: '1.6' },
  });
}

function asking(): object {
  return {
    getTextCallback: (done: (text: string) => void) => askText(done, ''),
    changeTextCallback: ({ data }: Types.Annotation, _: unknown, done: (text: string) => void) => askText(done, data.label ?? ''),
  };
}

/** Asks for other words of an arrow or a text. */
export function changeWords(item: Types.Annotation): void {
  askText((words) => {
    if (!words || words === item.data.label) return;
    item.data.label = words;
    tools.annotation.state.triggerAnnotationModified(item, undefined, tools.Enums.ChangeTypes.LabelChange);
    tools.utilities.triggerAnnotationRenderForViewportIds(tools.ToolGroupManager.getToolGroup(stackGroup)?.getViewportIds() ?? []);
  }, item.data.label ?? '');
}

const configuration: Partial<Record<ToolKey, object>> = {
  magnify: { magnifyWidth: 260, magnifyHeight: 260 },
  crosshair: { clickToSet: true, autoInitializeOnEnable: false, snapToSlabIntensity: false, showIn3D: false },
  freehand: { calculateStats: true },
  arrow: { ...asking(), preventHandleOutsideImage: true, arrowFirst: true },
  text: asking(),
};

/** A viewport belongs to one group only: stacks, MPR planes and the volume each have theirs. */
export function createToolGroups(): void {
  const stack = tools.ToolGroupManager.createToolGroup(stackGroup)!;
  for (const key of [...navigationTools, ...measuringTools]) stack.addTool(toolNames[key], configuration[key]);
  stack.addTool(tools.ReferenceLinesTool.toolName);
  bindNavigation(stack);
  for (const key of measuringTools) stack.setToolPassive(toolNames[key]);
  selectTool(stackGroup, 'window');

  const mpr = tools.ToolGroupManager.createToolGroup(mprGroup)!;
  for (const key of ['window', 'pan', 'zoom', 'scroll', 'length', 'angle', 'ellipse', 'probe'] as ToolKey[]) mpr.addTool(toolNames[key], configuration[key]);
  mpr.addTool(tools.CrosshairsTool.toolName, crosshairs);
  bindNavigation(mpr);

  const volume = tools.ToolGroupManager.createToolGroup(volumeGroup)!;
  volume.addTool(tools.TrackballRotateTool.toolName);
  volume.addTool(tools.PanTool.toolName);
  volume.addTool(tools.ZoomTool.toolName);
  volume.setToolActive(tools.TrackballRotateTool.toolName, { bindings: [{ mouseButton: MouseBindings.Primary }] });
  volume.setToolActive(tools.PanTool.toolName, { bindings: [{ mouseButton: MouseBindings.Auxiliary }] });
  volume.setToolActive(tools.ZoomTool.toolName, { bindings: [{ mouseButton: MouseBindings.Secondary }, { mouseButton: MouseBindings.Wheel }] });
}

const planeColors: Record<string, string> = { 'mpr-axial': 'rgb(96, 165, 250)', 'mpr-sagittal': 'rgb(251, 191, 36)', 'mpr-coronal': 'rgb(74, 222, 128)' };

const crosshairs = {
  getReferenceLineColor: (viewportId: string) => planeColors[viewportId] ?? 'rgb(255, 255, 255)',
  getReferenceLineControllable: () => true,
  getReferenceLineDraggableRotatable: () => true,
  getReferenceLineSlabThicknessControlsOn: () => false,
};

type Group = NonNullable<ReturnType<typeof tools.ToolGroupManager.createToolGroup>>;

function bindNavigation(group: Group): void {
  group.setToolActive(toolNames.pan, { bindings: [{ mouseButton: MouseBindings.Auxiliary }] });
  group.setToolActive(toolNames.zoom, { bindings: [{ mouseButton: MouseBindings.Secondary }] });
  group.setToolActive(toolNames.scroll, { bindings: [{ mouseButton: MouseBindings.Wheel }] });
}

const selected = new Map<string, string>();

/** Puts a tool on the left button of a group; the measuring tools before it stay passive, so that their handles can be dragged. */
export function selectTool(groupId: string, key: ToolKey): void {
  const group = tools.ToolGroupManager.getToolGroup(groupId);
  if (!group) return;
  const name = toolNames[key];
  if (!group.hasTool(name)) return;
  const before = selected.get(groupId);
  if (before && before !== name) {
    if (before === toolNames.crosshair) group.setToolDisabled(before);
    else group.setToolPassive(before, { removeAllBindings: [{ mouseButton: MouseBindings.Primary }] });
    bindNavigation(group);
  }
  selected.set(groupId, name);
  group.setToolActive(name, { bindings: [{ mouseButton: MouseBindings.Primary }] });
}

/** The crosshairs need their three planes to exist before they are switched on. */
export function showMprCrosshairs(visible: boolean): void {
  const group = tools.ToolGroupManager.getToolGroup(mprGroup);
  if (!group) return;
  const name = tools.CrosshairsTool.toolName;
  if (visible) {
    const before = selected.get(mprGroup);
    if (before) group.setToolPassive(before, { removeAllBindings: [{ mouseButton: MouseBindings.Primary }] });
    bindNavigation(group);
    selected.delete(mprGroup);
    group.setToolActive(name, { bindings: [{ mouseButton: MouseBindings.Primary }] });
  } else {
    group.setToolDisabled(name);
  }
}

/** Where the active stack cuts the others. */
export function showReferenceLines(visible: boolean, sourceViewportId: string): void {
  const group = tools.ToolGroupManager.getToolGroup(stackGroup);
  if (!group) return;
  const name = tools.ReferenceLinesTool.toolName;
  if (visible) {
    group.setToolConfiguration(name, { sourceViewportId });
    group.setToolEnabled(name);
  } else {
    group.setToolDisabled(name);
  }
}
