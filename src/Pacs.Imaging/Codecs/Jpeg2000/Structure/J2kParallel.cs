using System.Runtime.ExceptionServices;

namespace Pacs.Imaging;

/// <summary>Runs the parts of a frame's work on some threads: the calling one, and others of the context's scheduler as far as it has them to give.</summary>
internal static class J2kParallel
{
    /// <param name="count">Parts. Each is taken by the next thread that is free, in order.</param>
    /// <param name="degree">Threads at most; with one, all is done on the calling thread.</param>
    /// <param name="context">Scheduler and cancellation; looked at before each part.</param>
    /// <param name="create">Makes what a thread needs for itself.</param>
    /// <param name="body">Does a part.</param>
    /// <param name="release">Takes back what a thread had for itself, when all went well.</param>
    /// <exception cref="DicomImageException">What a part threw first; no further part is begun then.</exception>
    public static void For<T>(int count, int degree, CodecContext context, Func<T> create, Action<int, T> body, Action<T>? release = null)
    {
        int next = -1;
        ExceptionDispatchInfo? failure = null;
        var helpers = new Task[Math.Max(0, Math.Min(degree, count) - 1)];
        for (int i = 0; i < helpers.Length; i++) helpers[i] = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, context.Scheduler);
        Work();
        // A helper that never got a thread runs here and finds nothing left to do.
        if (helpers.Length > 0) Task.WaitAll(helpers);
        failure?.Throw();

        void Work()
        {
            try
            {
                int part = Interlocked.Increment(ref next);
                if (part >= count) return;
                T own = create();
                for (; part < count; part = Interlocked.Increment(ref next))
                {
                    context.Checkpoint();
                    body(part, own);
                }

                release?.Invoke(own);
            }
            catch (Exception caught) when (helpers.Length > 0)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(caught), null);
                Interlocked.Exchange(ref next, count);
            }
        }
    }
}
