import { startCornerstone } from '../../cornerstone/init';
import './Reader';

/** Starts what decodes and draws images, before there is one. */
export function prepare(): void {
  startCornerstone();
}
