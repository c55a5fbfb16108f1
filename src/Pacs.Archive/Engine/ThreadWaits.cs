namespace Pacs.Archive;

/// <summary>Waiting by the kind of thread.</summary>
internal static class ThreadWaits
{
    /// <summary>Waits here when the thread is the caller's own, so that its work stays on it; hands the task on when the thread is the pool's, which must not block.</summary>
    public static Task OnOwnThread(this Task task)
    {
        // Task.Wait throws an aggregate; who awaits the completed task gets the exception itself.
        if (!task.IsCompleted && !Thread.CurrentThread.IsThreadPoolThread && SynchronizationContext.Current is null)
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        return task;
    }
}
