/** Marks on the browser's own clock (User Timing): seen in its developer tools, and read by the benchmark. */
type Moment = 'study-opened' | 'first-image';

/** A study is asked for: the next image is its first. */
export function markOpened(): void {
  performance.clearMarks();
  set('study-opened');
}

/** An image is on the screen. */
export function markImage(): void {
  if (performance.getEntriesByName('first-image').length === 0) set('first-image');
}

const set = (moment: Moment): PerformanceMark => performance.mark(moment);
