using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Pacs.Core;

/// <summary>Gathers the frames of new pixel data in their order, whatever their size, and makes a file of them.</summary>
/// <remarks>
/// Small pixel data stays in memory, large goes to a temporary file that vanishes with the <see cref="DicomFile"/>. Tables are complete
/// although they stand before the frames: room for them is left. Frames have one fragment each.
/// </remarks>
public sealed class FrameSpool : IDisposable
{
    private const int ItemHeaderLength = 8;
    private readonly FrameSpoolOptions _options;
    private readonly bool _isEncapsulated;
    private readonly long[] _offsets;
    private readonly long[] _lengths;
    private readonly long _room;
    private MemoryStream? _memory = new();
    private SafeFileHandle? _file;
    private long _position;
    private int _count;

    /// <summary>Starts without frames.</summary>
    /// <param name="frames">How many will come.</param>
    /// <param name="isEncapsulated">Whether they become fragments with a table; else they stand one after the other.</param>
    /// <param name="options">Memory and table.</param>
    public FrameSpool(int frames, bool isEncapsulated, FrameSpoolOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        _options = options ?? FrameSpoolOptions.Default;
        _isEncapsulated = isEncapsulated;
        _offsets = new long[frames];
        _lengths = new long[frames];
        if (!isEncapsulated) return;
        // The table's item stands before the first fragment; without entries it begins as much later.
        _room = (_options.OffsetTable == OffsetTableKind.Basic ? 4L * frames : 0) + ItemHeaderLength;
        _position = _room;
        _memory.SetLength(_room);
        _memory.Position = _room;
    }

    /// <summary>Frames added so far.</summary>
    public int Count => _count;

    /// <summary>Bytes of all frames so far, without item headers and padding.</summary>
    public long Length { get; private set; }

    /// <summary>Appends a frame. Not kept.</summary>
    /// <exception cref="InvalidOperationException">More frames than announced.</exception>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> frame, CancellationToken ct = default)
    {
        if (_count == _offsets.Length) throw new InvalidOperationException($"{_count} frames were announced; this is one more.");
        _offsets[_count] = _position - _room;
        _lengths[_count++] = frame.Length;
        Length += frame.Length;
        if (_isEncapsulated) await WriteItemAsync(ElementScanner.Item, (uint)(frame.Length + (frame.Length & 1)), ct).ConfigureAwait(false);
        await WriteAsync(frame, ct).ConfigureAwait(false);
        if (_isEncapsulated && (frame.Length & 1) != 0) await WriteAsync(new byte[1], ct).ConfigureAwait(false);
    }

    /// <summary>Makes a file of a data set and these frames. What described the pixels before (other tables, Float Pixel Data) is removed from the data set.</summary>
    /// <param name="dataset">Gets the pixel data and its tables. Not copied.</param>
    /// <param name="syntax">How it will be written; encapsulated as the frames are.</param>
    /// <param name="nativeVR">OB or OW for frames that are not encapsulated.</param>
    /// <param name="ct">Cancels writing of the table.</param>
    /// <returns>The file. It owns what was gathered.</returns>
    /// <exception cref="InvalidOperationException">Frames are missing.</exception>
    /// <exception cref="DicomDataException">Native pixel data of 4 GiB or more, which no element can hold.</exception>
    public async ValueTask<DicomFile> CompleteAsync(DicomDataset dataset, TransferSyntax syntax, DicomVR nativeVR = DicomVR.OW, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(syntax);
        if (_count < _offsets.Length) throw new InvalidOperationException($"{_offsets.Length} frames were announced; {_count} came.");
        foreach (DicomTag tag in (ReadOnlySpan<DicomTag>)[DicomTag.ExtendedOffsetTable, DicomTag.ExtendedOffsetTableLengths, DicomTag.FloatPixelData, DicomTag.DoubleFloatPixelData]) dataset.Remove(tag);
        long start = 0;
        if (_isEncapsulated)
        {
            await WriteItemAsync(ElementScanner.SequenceDelimitation, 0, ct).ConfigureAwait(false);
            start = await WriteTableAsync(dataset, ct).ConfigureAwait(false);
        }
        else if (_position + (_position & 1) >= uint.MaxValue)
        {
            throw new DicomDataException($"Native pixel data of {_position} bytes exceeds the 4 GiB that an element can hold.", DicomTag.PixelData);
        }

        if (_memory is { } memory)
        {
            byte[] value = memory.GetBuffer().AsSpan((int)start, (int)(_position - start)).ToArray();
            if (_isEncapsulated) dataset.SetFragments(DicomTag.PixelData, value);
            else dataset.SetBytes(DicomTag.PixelData, nativeVR, value);
            return new DicomFile(dataset, syntax);
        }

        dataset.SetBulk(DicomTag.PixelData, _isEncapsulated ? DicomVR.OB : nativeVR, new BulkValue(new FileBytes(_file!), start, _position - start), _isEncapsulated);
        var file = new DicomFile(dataset, syntax) { Owned = _file };
        _file = null;
        return file;
    }

    /// <summary>Drops what was gathered, unless a file owns it.</summary>
    public void Dispose() => _file?.Dispose();

    /// <summary>Writes the item of the Basic Offset Table in front, or an empty one and the Extended Offset Table.</summary>
    /// <returns>Where the item begins.</returns>
    private async ValueTask<long> WriteTableAsync(DicomDataset dataset, CancellationToken ct)
    {
        bool fits = _offsets[^1] <= uint.MaxValue;
        bool isBasic = _options.OffsetTable == OffsetTableKind.Basic && fits;
        int entries = isBasic ? _offsets.Length : 0;
        byte[] item = new byte[ItemHeaderLength + 4 * entries];
        FrameEncapsulator.WriteItem(item, ElementScanner.Item, (uint)(4 * entries));
        for (int i = 0; i < entries; i++) BinaryPrimitives.WriteUInt32LittleEndian(item.AsSpan(ItemHeaderLength + 4 * i), (uint)_offsets[i]);
        if (_options.OffsetTable == OffsetTableKind.Extended || !isBasic && _options.OffsetTable == OffsetTableKind.Basic)
        {
            dataset.SetBytes(DicomTag.ExtendedOffsetTable, DicomVR.OV, FrameEncapsulator.Quads(_offsets));
            dataset.SetBytes(DicomTag.ExtendedOffsetTableLengths, DicomVR.OV, FrameEncapsulator.Quads(_lengths));
        }

        long start = _room - item.Length;
        if (_memory is { } memory) item.CopyTo(memory.GetBuffer().AsSpan((int)start));
        else await RandomAccess.WriteAsync(_file!, item, start, ct).ConfigureAwait(false);
        return start;
    }

    private async ValueTask WriteItemAsync(DicomTag tag, uint length, CancellationToken ct)
    {
        byte[] header = new byte[ItemHeaderLength];
        FrameEncapsulator.WriteItem(header, tag, length);
        await WriteAsync(header, ct).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (_memory is { } memory)
        {
            if (_position + bytes.Length <= _options.MemoryLimit)
            {
                memory.Write(bytes.Span);
                _position += bytes.Length;
                return;
            }

            string path = Path.Combine(_options.Folder, $"pacs-{Guid.NewGuid():N}.tmp");
            _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            await RandomAccess.WriteAsync(_file, memory.GetBuffer().AsMemory(0, (int)_position), 0, ct).ConfigureAwait(false);
            _memory = null;
        }

        await RandomAccess.WriteAsync(_file!, bytes, _position, ct).ConfigureAwait(false);
        _position += bytes.Length;
    }
}
