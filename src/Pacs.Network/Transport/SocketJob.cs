using System.Threading.Tasks.Sources;

namespace Pacs.Network;

/// <summary>A blocking socket call that runs on an <see cref="OwnerThread"/> while its caller awaits it elsewhere. Reused; one at a time.</summary>
/// <remarks>The caller's continuation runs on the owner's thread, so that the calls that follow block there without another hop.</remarks>
internal abstract class SocketJob<T> : IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _core; // mutable struct: not readonly

    /// <summary>The callback for <see cref="OwnerThread.TryPost"/>.</summary>
    public static readonly Action<object?> Execute = static state => ((SocketJob<T>)state!).Run();

    public ValueTask<T> AsTask() => new(this, _core.Version);

    public T GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    protected void Reset() => _core.Reset();

    protected abstract T Work();

    private void Run()
    {
        T result;
        try
        {
            result = Work();
        }
#pragma warning disable CA1031 // handed to the awaiter
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _core.SetException(exception);
            return;
        }

        _core.SetResult(result);
    }
}
