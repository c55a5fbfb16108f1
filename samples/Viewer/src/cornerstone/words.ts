import type { Types } from '@cornerstonejs/tools';
import { LabelTool } from '@cornerstonejs/tools';

/** Cornerstone moves a text by its letters, but not by the place that it was put at, where one takes it first. */
export class Words extends LabelTool {
  static override toolName = 'Label';

  override handleSelectedCallback(event: Types.EventTypes.InteractionEventType, item: Types.Annotation): void {
    this.toolSelectedCallback(event as never, item as never);
  }
}
