using System.Collections.Concurrent;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The metadata of the instances of one series, as far as it is known.</summary>
internal sealed class SeriesMetadata
{
    private readonly ConcurrentDictionary<DicomUid, (UInt128 Hash, HeaderJson Json)> _instances = new();
    private long _length;

    /// <summary>Bytes held.</summary>
    public long Length => Interlocked.Read(ref _length);

    public int Count => _instances.Count;

    /// <summary>One instance at a time changes a series.</summary>
    public SemaphoreSlim Changing { get; } = new(1, 1);

    /// <summary>The metadata of an instance with that content; null when it is not known, or of other content.</summary>
    public HeaderJson? Find(DicomUid instance, UInt128 contentHash) =>
        _instances.TryGetValue(instance, out (UInt128 Hash, HeaderJson Json) known) && known.Hash == contentHash ? known.Json : null;

    public void Set(DicomUid instance, UInt128 contentHash, HeaderJson json)
    {
        Remove(instance);
        _instances[instance] = (contentHash, json);
        Interlocked.Add(ref _length, json.Text.Length + 256);
    }

    public bool Remove(DicomUid instance)
    {
        if (!_instances.TryRemove(instance, out (UInt128 Hash, HeaderJson Json) known)) return false;
        Interlocked.Add(ref _length, -(known.Json.Text.Length + 256));
        return true;
    }

    public IEnumerable<(DicomUid Instance, UInt128 Hash, HeaderJson Json)> All() => _instances.Select(i => (i.Key, i.Value.Hash, i.Value.Json));
}
