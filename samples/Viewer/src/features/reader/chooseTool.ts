import { cancelActiveManipulations } from '@cornerstonejs/tools';
import { mprGroup, stackGroup } from '../../cornerstone/names';
import { stackOf } from '../../cornerstone/stack';
import type { ToolKey } from '../../cornerstone/toolNames';
import { selectTool, showMprCrosshairs } from '../../cornerstone/tools';
import { discardUnfinished } from '../measurements/useAnnotations';
import { useReader } from '../../store/reader';

/** Puts a tool on the left mouse button of every pane. */
export function chooseTool(tool: ToolKey): void {
  const { patch, mode, panes } = useReader.getState();
  panes.forEach((_, i) => {
    const element = stackOf(i)?.element;
    if (element) cancelActiveManipulations(element);
  });
  discardUnfinished();
  patch({ tool });
  selectTool(stackGroup, tool);
  if (mode !== 'mpr') return;
  showMprCrosshairs(false);
  selectTool(mprGroup, tool);
}
