using System.Buffers;
using System.IO.Pipelines;

namespace Pacs.Core;

/// <summary>A DICOM file (PS3.10): file meta information and data set. Large values stay in the file until asked for.</summary>
/// <remarks>Dispose it to close the file or stream. Unchanged, it is saved byte for byte as it was read.</remarks>
public sealed class DicomFile : IAsyncDisposable, IDisposable
{
    private readonly RandomBytes? _source;
    private readonly ReadOnlyMemory<byte> _raw;
    private readonly long _datasetOffset;

    /// <summary>Makes a file of a data set; file meta information is made from it when the file is saved.</summary>
    /// <param name="dataset">The data set; not copied.</param>
    /// <param name="syntax">How to encode it: Explicit VR Little Endian unless said.</param>
    public DicomFile(DicomDataset dataset, TransferSyntax? syntax = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Dataset = dataset;
        TransferSyntax = syntax ?? TransferSyntax.ExplicitVRLittleEndian;
        FileMeta = new DicomDataset();
    }

    internal DicomFile(in FileHead head, DicomDataset dataset, RandomBytes? source, ReadOnlyMemory<byte> raw, IReadOnlyList<ValidationFinding> findings)
    {
        Dataset = dataset;
        FileMeta = head.Meta;
        TransferSyntax = head.Syntax;
        Findings = findings;
        _source = source;
        _raw = raw;
        _datasetOffset = head.DatasetOffset;
        ReadAs = head.Syntax;
    }

    /// <summary>The elements of group 0002; empty when the file has none.</summary>
    public DicomDataset FileMeta { get; }

    /// <summary>The data set.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>How the data set is encoded: as found, or as it will be written.</summary>
    public TransferSyntax TransferSyntax { get; init; }

    /// <summary>What reading tolerated, of the file's structure and of its data set.</summary>
    public IReadOnlyList<ValidationFinding> Findings { get; } = [];

    /// <summary>Class and instance UID, from the data set, else from the file meta information; empty where neither has them.</summary>
    public InstanceId Id => new(
        Dataset.GetUid(DicomTag.SOPClassUID) ?? FileMeta.GetUid(DicomTag.MediaStorageSOPClassUID) ?? default,
        Dataset.GetUid(DicomTag.SOPInstanceUID) ?? FileMeta.GetUid(DicomTag.MediaStorageSOPInstanceUID) ?? default);

    /// <summary>Where the data set begins in the file, in bytes.</summary>
    public long DatasetOffset => _datasetOffset;

    /// <summary>How the data set was encoded when it was read; null for one that was made.</summary>
    internal TransferSyntax? ReadAs { get; }

    /// <summary>What the file disposes with itself.</summary>
    internal IDisposable? Owned { get; init; }

    /// <summary>Opens a file and reads all but large values.</summary>
    /// <exception cref="DicomDataException">The file is no DICOM.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ValueTask<DicomFile> OpenAsync(string path, DicomReadOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FileReader.ReadAsync(new FileBytes(File.OpenHandle(path)), options ?? DicomReadOptions.Default, ct);
    }

    /// <summary>Opens a file in a stream that can seek, from where the stream stands, and reads all but large values: they are read from the stream when asked for.</summary>
    /// <param name="stream">Must not be used by others while the file is open, since reading moves its position.</param>
    /// <param name="options">Limits and choices.</param>
    /// <param name="leaveOpen">Whether disposing the file leaves the stream open.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="ArgumentException">The stream cannot seek: see <see cref="LoadAsync(Stream, DicomReadOptions?, CancellationToken)"/>.</exception>
    /// <exception cref="DicomDataException">The bytes are no DICOM file.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ValueTask<DicomFile> OpenAsync(Stream stream, DicomReadOptions? options = null, bool leaveOpen = false, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek || !stream.CanRead) throw new ArgumentException("The stream cannot seek: load it, or read its header as it arrives.", nameof(stream));
        return FileReader.ReadAsync(new StreamBytes(stream, leaveOpen), options ?? DicomReadOptions.Default, ct);
    }

    /// <summary>Reads a file from a stream to its end, into memory. The stream stays open. To leave large values in a stream that can seek, see <see cref="OpenAsync(Stream, DicomReadOptions?, bool, CancellationToken)"/>; to read a header as it arrives, see <see cref="DicomHeaderReader"/>.</summary>
    /// <exception cref="DicomDataException">The bytes are no DICOM file, or more than fit into memory at once (2 GB).</exception>
    public static async ValueTask<DicomFile> LoadAsync(Stream stream, DicomReadOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = new ByteWriter(64 * 1024);
        while (await stream.ReadAsync(bytes.GetMemory(16 * 1024), ct).ConfigureAwait(false) is > 0 and int read) bytes.Advance(read);
        return Parse(bytes.Written, options);
    }

    /// <summary>Reads a file from a pipe to its end, into memory. The pipe is not completed.</summary>
    /// <exception cref="DicomDataException">The bytes are no DICOM file, or more than fit into memory at once (2 GB).</exception>
    public static async ValueTask<DicomFile> LoadAsync(PipeReader pipe, DicomReadOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        Stream stream = pipe.AsStream(leaveOpen: true);
        await using (stream.ConfigureAwait(false))
        {
            return await LoadAsync(stream, options, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a file that is in memory. Values are views into <paramref name="bytes"/>, which must not change afterwards.</summary>
    /// <exception cref="DicomDataException">The bytes are no DICOM file.</exception>
    public static DicomFile Parse(ReadOnlyMemory<byte> bytes, DicomReadOptions? options = null)
    {
        options ??= DicomReadOptions.Default;
        FileHead head = FileHead.Read(bytes, options);
        ReadOnlyMemory<byte> body = bytes[(int)head.DatasetOffset..];
        if (!head.Syntax.IsDeflated)
        {
            DicomDataset dataset = DatasetParser.Parse(body, ElementEncoding.Of(head.Syntax), options, head.DatasetOffset);
            return new DicomFile(in head, dataset, null, bytes, head.FindingsWith(dataset));
        }

        byte[] inflated = FileReader.Inflate(body, options, out bool isTruncated);
        DicomDataset content = DatasetParser.Parse(inflated, ElementEncoding.Of(TransferSyntax.ExplicitVRLittleEndian), options);
        IReadOnlyList<ValidationFinding> findings = head.FindingsWith(content);
        if (isTruncated) findings = [.. findings, new ValidationFinding(FindingKind.Truncated, null, inflated.Length, $"The deflate stream is cut off after {inflated.Length} bytes of data set.")];
        return new DicomFile(in head, content, null, bytes, findings);
    }

    /// <summary>Saves to a path. An existing file is replaced only when the new one is complete.</summary>
    /// <exception cref="DicomDataException">A value cannot be encoded, or the class or instance UID is missing.</exception>
    public ValueTask SaveAsync(string path, CancellationToken ct = default) => SaveAsync(path, DicomWriteOptions.Default, ct);

    /// <summary>Saves to a path. An existing file is replaced only when the new one is complete.</summary>
    /// <exception cref="DicomDataException">A value cannot be encoded, pixel data would need a codec, the class or instance UID is missing, or the data set is not valid and must be.</exception>
    public async ValueTask SaveAsync(string path, DicomWriteOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await using (stream.ConfigureAwait(false))
            {
                await SaveAsync(stream, options, ct).ConfigureAwait(false);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes the file to a stream, which stays open.</summary>
    /// <exception cref="DicomDataException">A value cannot be encoded, or the class or instance UID is missing.</exception>
    public ValueTask SaveAsync(Stream stream, CancellationToken ct = default) => SaveAsync(stream, DicomWriteOptions.Default, ct);

    /// <summary>Writes the file to a stream, which stays open.</summary>
    /// <exception cref="DicomDataException">A value cannot be encoded, pixel data would need a codec, the class or instance UID is missing, or the data set is not valid and must be.</exception>
    public async ValueTask SaveAsync(Stream stream, DicomWriteOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        TransferSyntax syntax = options.TransferSyntax ?? TransferSyntax;
        if (options.RequireValid && DicomValidator.ValidateInstance(Dataset) is [var first, ..] all)
            throw new DicomDataException($"The data set is not valid ({all.Count} findings). {first.Path}: {first.Message}", first.Tag, first.Offset < 0 ? null : first.Offset);
        bool isVerbatim = ReadAs == syntax && options is { KeepsStructure: true, SourceAe: null } && !Dataset.IsModified && !FileMeta.IsModified;
        if (isVerbatim) await FileWriter.CopyRawAsync(_source, _raw, stream, ct).ConfigureAwait(false);
        else await FileWriter.WriteAsync(this, syntax, options, stream, ct).ConfigureAwait(false);
    }

    /// <summary>Closes the file; values left in it can no longer be read.</summary>
    public void Dispose()
    {
        _source?.Dispose();
        Owned?.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
