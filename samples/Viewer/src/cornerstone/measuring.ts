import type { Types } from '@cornerstonejs/core';
import { Enums, eventTarget, getRenderingEngine } from '@cornerstonejs/core';
import type { Types as ToolTypes } from '@cornerstonejs/tools';
import { annotation, AnnotationTool, Enums as ToolEnums } from '@cornerstonejs/tools';
import { engineId } from './names';

/** Images of which only a coarse picture has been seen yet. */
const coarse = new Set<string>();

/** Of a coarse picture nothing is measured: figures wait for the whole. */
export function startMeasuring(): void {
  const tool = AnnotationTool.prototype as unknown as { getTargetImageData(targetId: string): unknown };
  const { getTargetImageData } = tool;
  tool.getTargetImageData = function (targetId) {
    return showsCoarse(targetId.replace(/^imageId:/, '')) ? undefined : getTargetImageData.call(this, targetId);
  };
  // The figures of before do not belong to what was moved meanwhile.
  eventTarget.addEventListener(ToolEnums.Events.ANNOTATION_MODIFIED, (event: Event) => {
    const { annotation: changed } = (event as CustomEvent<{ annotation: ToolTypes.Annotation }>).detail;
    if (!showsCoarse(changed.metadata?.referencedImageId)) return;
    // The tool that tells of the change still reads them.
    queueMicrotask(() => (changed.data.cachedStats = {}));
  });
}

/** A coarse picture of an image is shown. */
export function measureLater(imageId: string): void {
  coarse.add(imageId);
}

/** The whole of an image is shown: what lies on it is measured anew as it is drawn. */
export function measureAgain(imageId: string): void {
  if (!coarse.delete(imageId)) return;
  for (const item of annotation.state.getAllAnnotations()) if (item.metadata?.referencedImageId === imageId) item.invalidated = true;
}

/** Whether the figures of a measurement are still to come. */
export function isUnmeasured({ data, metadata }: ToolTypes.Annotation): boolean {
  if (!coarse.has(metadata?.referencedImageId ?? '')) return false;
  return !Object.values((data.cachedStats ?? {}) as Record<string, Record<string, unknown>>).some((figures) => Object.values(figures ?? {}).some((figure) => typeof figure === 'number'));
}

function showsCoarse(imageId: string | undefined): boolean {
  return (getRenderingEngine(engineId)?.getViewports() ?? []).some((viewport) => {
    if (viewport.type !== Enums.ViewportType.STACK) return false;
    const image = (viewport as Types.IStackViewport).getCornerstoneImage();
    return image?.imageId === imageId && image?.imageQualityStatus === Enums.ImageQualityStatus.SUBRESOLUTION;
  });
}
