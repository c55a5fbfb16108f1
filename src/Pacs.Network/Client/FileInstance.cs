using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>A DICOM file to send: of it only the file meta information is read, its data set goes out as it is.</summary>
internal sealed class FileInstance : IStoredInstance
{
    private const int PrefixLength = 132;
    private readonly string _path;
    private readonly long _datasetOffset;

    private FileInstance(string path, InstanceId id, TransferSyntax transferSyntax, long datasetOffset)
    {
        _path = path;
        Id = id;
        TransferSyntax = transferSyntax;
        _datasetOffset = datasetOffset;
    }

    /// <inheritdoc/>
    public InstanceId Id { get; }

    /// <inheritdoc/>
    public TransferSyntax TransferSyntax { get; }

    /// <summary>Reads the meta information.</summary>
    /// <exception cref="DicomDataException">The file is no DICOM, or says neither class nor instance.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async ValueTask<FileInstance> LoadAsync(string path, CancellationToken ct)
    {
        if (LoadMeta(path) is { } usual) return usual;

        // No preamble, no group length, no UIDs in the meta information: the reader for files of every kind decides.
        using DicomFile file = await DicomFile.OpenAsync(path, ct: ct).ConfigureAwait(false);
        InstanceId id = file.Id;
        if (id.SopClass.IsEmpty || id.SopInstance.IsEmpty) throw new DicomDataException("The file names no SOP class or instance.");
        return new FileInstance(path, id, file.TransferSyntax, file.DatasetOffset);
    }

    /// <inheritdoc/>
    public ValueTask<IEncodedDataset> OpenAsync(CancellationToken ct) => new(new FileBytes(_path, _datasetOffset, TransferSyntax));

    /// <summary>Reads what nearly every file has: preamble, prefix, and a group 0002 with its length (PS3.10 §7.1). Null when anything differs.</summary>
    private static FileInstance? LoadMeta(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path);
        Span<byte> bytes = stackalloc byte[1024]; // group 0002 has some 200 bytes
        int read = RandomAccess.Read(handle, bytes, 0);
        ReadOnlySpan<byte> head = bytes[..read];
        if (read < PrefixLength + 12 || !head[128..132].SequenceEqual("DICM"u8)) return null;
        if (!head[132..140].SequenceEqual("\u0002\0\0\0UL\u0004\0"u8)) return null;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(head[140..]);
        if (length > (uint)(read - 144)) return null;

        DicomDataset meta = DicomDataset.Parse(head.Slice(144, (int)length).ToArray(), TransferSyntax.ExplicitVRLittleEndian);
        return meta.GetUid(DicomTag.MediaStorageSOPClassUID) is { IsEmpty: false } sopClass
            && meta.GetUid(DicomTag.MediaStorageSOPInstanceUID) is { IsEmpty: false } instance
            && meta.GetUid(DicomTag.TransferSyntaxUID) is { IsEmpty: false } syntax
                ? new FileInstance(path, new InstanceId(sopClass, instance), TransferSyntax.Get(syntax), 144 + length)
                : null;
    }

    /// <summary>The bytes after the meta information. Files are local: reads complete at once.</summary>
    private sealed class FileBytes : IEncodedDataset
    {
        private readonly SafeFileHandle _handle;
        private readonly long _start;

        public FileBytes(string path, long start, TransferSyntax transferSyntax)
        {
            _handle = File.OpenHandle(path);
            _start = start;
            TransferSyntax = transferSyntax;
            Length = Math.Max(0, RandomAccess.GetLength(_handle) - start);
        }

        public TransferSyntax TransferSyntax { get; }

        public long Length { get; }

        public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
        {
            int total = 0;
            while (total < destination.Length && RandomAccess.Read(_handle, destination.Span[total..], _start + offset + total) is > 0 and var read) total += read;
            return new ValueTask<int>(total);
        }

        public ValueTask<long> ReadAsync(long offset, IReadOnlyList<Memory<byte>> destinations, CancellationToken ct)
        {
            long total = RandomAccess.Read(_handle, destinations, _start + offset);
            return new ValueTask<long>(total);
        }

        public ValueTask DisposeAsync()
        {
            _handle.Dispose();
            return default;
        }
    }
}
