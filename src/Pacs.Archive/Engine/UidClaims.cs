using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Lets one caller at a time decide about a SOP Instance UID. Others with the same UID wait; different UIDs never meet.</summary>
internal sealed class UidClaims
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DicomUid, Queue<TaskCompletionSource>?> _claimed = [];

    /// <summary>Takes the UID; dispose the result to let the next one in.</summary>
    public async ValueTask<Claim> EnterAsync(DicomUid uid)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_claimed.TryAdd(uid, null)) return new Claim(this, uid);
            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (_claimed[uid] ??= new Queue<TaskCompletionSource>()).Enqueue(turn);
        }

        await turn.Task.OnOwnThread().ConfigureAwait(false);
        return new Claim(this, uid);
    }

    private void Exit(DicomUid uid)
    {
        TaskCompletionSource? next;
        lock (_gate)
        {
            if (_claimed[uid] is not { } queue || !queue.TryDequeue(out next))
            {
                _claimed.Remove(uid);
                return;
            }
        }

        next.SetResult();
    }

    internal readonly struct Claim(UidClaims claims, DicomUid uid) : IDisposable
    {
        public void Dispose() => claims.Exit(uid);
    }
}
