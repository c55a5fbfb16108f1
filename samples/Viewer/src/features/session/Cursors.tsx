import { useSession } from '../../collab/session';
import { imageToCanvas, stackById } from '../../cornerstone/stack';
import { entryOf } from '../../cornerstone/metadata';
import { number } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { useDrawn } from '../reader/useDrawn';

/** The pointers of the others over a pane. */
export function Cursors({ viewportId }: { viewportId: string }) {
  // Where the corners of the image lie: a pointer moves with them.
  useDrawn(viewportId, (shown) => ({ imageId: shown.getCurrentImageId(), places: JSON.stringify([imageToCanvas(shown, 0, 0), imageToCanvas(shown, 1, 1)]) }));
  const { cursors, members, me } = useSession();
  const viewport = stackById(viewportId);
  const instance = entryOf(viewport?.getCurrentImageId())?.picture.instance;
  if (!viewport || !instance) return null;
  return Object.values(cursors).map(({ id, viewport: where, x, y }) => {
    const member = members.find((candidate) => candidate.id === id);
    const place = where === viewportId && id !== me ? imageToCanvas(viewport, x * (number(instance, Tag.Columns) ?? 1), y * (number(instance, Tag.Rows) ?? 1)) : undefined;
    if (!member || !place) return null;
    return (
      <div key={id} className="cursor" style={{ transform: `translate(${place[0]}px, ${place[1]}px)`, color: member.color }} data-cursor={member.name}>
        <svg width="16" height="20" viewBox="0 0 16 20" aria-hidden="true">
          <path d="M1 1l13 11H8l-3 6z" fill="currentColor" stroke="#000" strokeWidth="1" />
        </svg>
        <span>{member.name}</span>
      </div>
    );
  });
}
