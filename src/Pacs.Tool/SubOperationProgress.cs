using Pacs.Network;

namespace Pacs.Tool;

/// <summary>Counters of a C-GET or C-MOVE on a bar, at once: <see cref="Progress{T}"/> would report from another thread, later.</summary>
internal sealed class SubOperationProgress(Action<int, int> report) : IProgress<SubOperations>
{
    public void Report(SubOperations value) => report(value.Total - value.Remaining, value.Total);
}
