interface Transfer {
  rank: () => number;
  begin: () => void;
}

/** What is looked at: it begins at once, and nothing of another rank begins beside it. */
export const inView = 0;

/**
 * Transfers in the order of their rank, the lowest first. A rank is asked for whenever the next can begin: what is looked at changes while they wait.
 */
export class Transfers {
  private waiting: Transfer[] = [];
  private readonly running = new Set<Transfer>();

  /** @param limit How many run at a time of those that nobody looks at. */
  constructor(private readonly limit: number) {}

  /** Ends as the work does; by then the next has begun. */
  run(rank: () => number, work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const transfer: Transfer = {
        rank,
        begin: () => {
          const ended = (then: () => void) => {
            this.running.delete(transfer);
            this.next();
            then();
          };
          work().then(() => ended(resolve), (error: unknown) => ended(() => reject(error)));
        },
      };
      this.waiting.push(transfer);
      this.next();
    });
  }

  /** Begins what may begin by now; to be called when ranks have changed. */
  next(): void {
    for (;;) {
      let first: Transfer | undefined;
      let lowest = Infinity;
      for (const transfer of this.waiting) {
        const rank = transfer.rank();
        if (rank < lowest) [first, lowest] = [transfer, rank];
      }
      if (!first || (lowest !== inView && (this.running.size >= this.limit || [...this.running].some((other) => other.rank() === inView)))) return;
      this.waiting = this.waiting.filter((other) => other !== first);
      this.running.add(first);
      first.begin();
    }
  }
}
