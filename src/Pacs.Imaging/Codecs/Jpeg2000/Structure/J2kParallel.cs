using System.Runtime.ExceptionServices;

namespace Pacs.Imaging;

/// <summary>Runs the parts of a frame's work on as many threads as its context allows; with one, on the calling thread and in order.</summary>
internal static class J2kParallel
{
    /// <param name="count">Parts.</param>
    /// <param name="context">Threads and cancellation; looked at before each part.</param>
    /// <param name="create">Makes what a thread needs for itself.</param>
    /// <param name="body">Does a part.</param>
    /// <exception cref="DicomImageException">What a part threw.</exception>
    public static void For<T>(int count, CodecContext context, Func<T> create, Action<int, T> body)
    {
        if (context.MaxDegreeOfParallelism == 1 || count == 1)
        {
            T own = create();
            for (int i = 0; i < count; i++)
            {
                context.Checkpoint();
                body(i, own);
            }

            return;
        }

        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = context.MaxDegreeOfParallelism, CancellationToken = context.CancellationToken };
            Parallel.For(0, count, options, create, (i, _, own) =>
            {
                context.Checkpoint();
                body(i, own);
                return own;
            }, static _ => { });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
