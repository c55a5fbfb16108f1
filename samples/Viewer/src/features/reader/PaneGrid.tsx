import { Enums } from '@cornerstonejs/core';
import { useEffect } from 'react';
import { StackLink } from '../../cornerstone/linking';
import { paneId } from '../../cornerstone/names';
import { followLayout } from '../../cornerstone/resize';
import { stackById } from '../../cornerstone/stack';
import { showReferenceLines } from '../../cornerstone/tools';
import { useReader } from '../../store/reader';
import { Pane } from './Pane';

/** The panes in their grid; a maximized pane fills it. */
export function PaneGrid() {
  const rows = useReader((state) => state.rows);
  const columns = useReader((state) => state.columns);
  const panes = useReader((state) => state.panes);
  const active = useReader((state) => state.active);
  const maximized = useReader((state) => state.maximized);
  const linked = useReader((state) => state.linked);
  const referenceLines = useReader((state) => state.referenceLines);

  useEffect(() => {
    const grid = document.querySelector('.pane-grid');
    if (!grid) return;
    let frame = 0;
    const observer = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(followLayout);
    });
    observer.observe(grid);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    // Panes have been added or taken away, or one fills the grid: the canvases follow their boxes.
    const frame = requestAnimationFrame(followLayout);
    return () => cancelAnimationFrame(frame);
  }, [rows, columns, maximized]);

  useEffect(() => {
    if (!linked) return;
    const ids = panes.map((_, i) => paneId(i));
    const link = new StackLink(() => ids);
    const frame = requestAnimationFrame(() => link.attach(ids.map((id) => stackById(id)?.element).filter((element) => element !== undefined)));
    return () => {
      cancelAnimationFrame(frame);
      link.detach();
    };
  }, [linked, panes]);

  useEffect(() => {
    if (!referenceLines) return;
    const id = paneId(active);
    showReferenceLines(true, id);
    // Drawn without WebGL, a stack that is scrolled has no new camera: the lines are told of each new image.
    const element = stackById(id)?.element;
    let last: string | undefined;
    const drawn = () => {
      const imageId = stackById(id)?.getCurrentImageId();
      if (imageId === last) return;
      last = imageId;
      showReferenceLines(true, id);
    };
    element?.addEventListener(Enums.Events.IMAGE_RENDERED, drawn);
    return () => {
      element?.removeEventListener(Enums.Events.IMAGE_RENDERED, drawn);
      showReferenceLines(false, id);
    };
  }, [referenceLines, active, panes]);

  const style = maximized ? { gridTemplate: '1fr / 1fr' } : { gridTemplate: `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))` };
  return (
    <div className="pane-grid" style={style}>
      {panes.map((setId, i) => (
        <Pane key={i} index={i} setId={setId} hidden={maximized && i !== active} />
      ))}
    </div>
  );
}
