import { mprGroup, stackGroup } from '../../cornerstone/names';
import type { ToolKey } from '../../cornerstone/toolNames';
import { selectTool, showMprCrosshairs } from '../../cornerstone/tools';
import { useReader } from '../../store/reader';

/** Puts a tool on the left mouse button of every pane. */
export function chooseTool(tool: ToolKey): void {
  const { patch, mode } = useReader.getState();
  patch({ tool });
  selectTool(stackGroup, tool);
  if (mode !== 'mpr') return;
  showMprCrosshairs(false);
  selectTool(mprGroup, tool);
}
