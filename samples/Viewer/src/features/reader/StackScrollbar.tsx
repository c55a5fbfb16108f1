import { useTranslation } from 'react-i18next';
import { stackById } from '../../cornerstone/stack';
import { useDrawn } from './useDrawn';

/** Where the stack stands, as a slider that the keyboard and a screen reader can use. */
export function StackScrollbar({ viewportId, count }: { viewportId: string; count: number }) {
  const { t } = useTranslation();
  const index = useDrawn(viewportId, (viewport) => ({ index: viewport.getTargetImageIdIndex() }))?.index ?? 0;
  if (count < 2) return null;
  return (
    <input
      className="stack-scrollbar"
      type="range"
      min={0}
      max={count - 1}
      value={index}
      aria-label={t('reader.image', { index: index + 1, count })}
      onChange={(event) => void stackById(viewportId)?.setImageIdIndex(Number(event.currentTarget.value))}
    />
  );
}
