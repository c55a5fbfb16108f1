import { expect, it } from 'vitest';
import { inView, Transfers } from './transfers';

function recorded(limit: number) {
  const transfers = new Transfers(limit);
  const begun: string[] = [];
  const end: Record<string, () => void> = {};
  const ranks: Record<string, number> = {};
  const add = (name: string, rank: number) => {
    ranks[name] = rank;
    return transfers.run(() => ranks[name]!, () => {
      begun.push(name);
      return new Promise((resolve) => (end[name] = resolve));
    });
  };
  return { transfers, begun, end, ranks, add };
}

it('begins the lowest rank first, as many as may run', async () => {
  const { begun, end, add } = recorded(1);
  const first = add('first', 2);
  void add('whole', 2);
  void add('head', 1);
  expect(begun).toEqual(['first']);
  end.first!();
  await first;
  expect(begun).toEqual(['first', 'head']);
});

it('lets what is looked at begin at once, and nothing else beside it', async () => {
  const { begun, end, add } = recorded(2);
  void add('ahead', 2);
  const seen = add('seen', inView);
  void add('more', 2);
  expect(begun).toEqual(['ahead', 'seen']);
  end.seen!();
  await seen;
  expect(begun).toEqual(['ahead', 'seen', 'more']);
});

it('asks for ranks anew: what comes into view while it waits begins', () => {
  const { transfers, begun, ranks, add } = recorded(1);
  void add('ahead', 2);
  void add('waiting', 2);
  ranks.waiting = inView;
  transfers.next();
  expect(begun).toEqual(['ahead', 'waiting']);
});

it('goes on after a failure, and tells it', async () => {
  const transfers = new Transfers(1);
  await expect(transfers.run(() => 1, () => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
  await transfers.run(() => 1, () => Promise.resolve());
});
