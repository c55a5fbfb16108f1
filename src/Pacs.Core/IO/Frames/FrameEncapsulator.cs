using System.Buffers.Binary;

namespace Pacs.Core;

/// <summary>Makes encapsulated Pixel Data of encoded frames (PS3.5 §A.4), in memory.</summary>
public sealed class FrameEncapsulator
{
    private const int ItemHeaderLength = 8;
    private readonly EncapsulationOptions _options;
    private readonly List<byte[]> _frames = [];
    private long _length;

    /// <summary>Starts without frames.</summary>
    /// <exception cref="ArgumentException">The longest fragment is odd or not positive.</exception>
    public FrameEncapsulator(EncapsulationOptions? options = null)
    {
        _options = options ?? EncapsulationOptions.Default;
        if (_options.MaxFragmentLength < 2 || _options.MaxFragmentLength % 2 != 0) throw new ArgumentException($"Fragments of at most {_options.MaxFragmentLength} bytes are not even.", nameof(options));
    }

    /// <summary>Frames added so far.</summary>
    public int Count => _frames.Count;

    /// <summary>Appends a frame. It is copied; an odd one is padded with NULL.</summary>
    /// <exception cref="DicomDataException">The pixel data becomes larger than an array can be, or the frame takes several fragments, which an Extended Offset Table cannot point to.</exception>
    public void Add(ReadOnlySpan<byte> frame)
    {
        long fragments = Fragments(frame.Length);
        if (_options.OffsetTable == OffsetTableKind.Extended && fragments > 1)
            throw new DicomDataException($"Frame {_frames.Count} takes {fragments} fragments; with an Extended Offset Table each frame has one (PS3.3 §C.7.6.3.1.8).", DicomTag.ExtendedOffsetTable);
        long length = _length + fragments * ItemHeaderLength + Even(frame.Length);
        if (length + 4L * (_frames.Count + 1) + 2 * ItemHeaderLength > Array.MaxLength)
            throw new DicomDataException($"{_frames.Count + 1} frames of {length} bytes in all are more than an array can hold.", DicomTag.PixelData);
        _frames.Add(frame.ToArray());
        _length = length;
    }

    /// <summary>Sets Pixel Data and its tables, and Number of Frames where there are several or the data set has it. What described the pixels before (other tables, Float Pixel Data) is removed.</summary>
    /// <param name="dataset">To be written with an encapsulated transfer syntax.</param>
    /// <exception cref="InvalidOperationException">No frame was added.</exception>
    public void ApplyTo(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (_frames.Count == 0) throw new InvalidOperationException("Encapsulated pixel data has at least one frame.");
        foreach (DicomTag tag in (ReadOnlySpan<DicomTag>)[DicomTag.ExtendedOffsetTable, DicomTag.ExtendedOffsetTableLengths, DicomTag.FloatPixelData, DicomTag.DoubleFloatPixelData]) dataset.Remove(tag);
        long[] offsets = new long[_frames.Count];
        dataset.SetFragments(DicomTag.PixelData, Build(offsets));
        if (_options.OffsetTable == OffsetTableKind.Extended)
        {
            dataset.SetBytes(DicomTag.ExtendedOffsetTable, DicomVR.OV, Quads(offsets));
            dataset.SetBytes(DicomTag.ExtendedOffsetTableLengths, DicomVR.OV, Quads([.. _frames.Select(static frame => (long)frame.Length)]));
        }

        if (_frames.Count > 1 || dataset.Contains(DicomTag.NumberOfFrames)) dataset.SetInt32(DicomTag.NumberOfFrames, _frames.Count);
    }

    private byte[] Build(long[] offsets)
    {
        int tableLength = _options.OffsetTable == OffsetTableKind.Basic ? 4 * _frames.Count : 0;
        int first = ItemHeaderLength + tableLength;
        byte[] value = new byte[first + _length + ItemHeaderLength];
        WriteItem(value, ElementScanner.Item, (uint)tableLength);
        int position = first;
        for (int i = 0; i < _frames.Count; i++)
        {
            offsets[i] = position - first;
            if (tableLength > 0) BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(ItemHeaderLength + 4 * i), (uint)offsets[i]);
            ReadOnlySpan<byte> rest = _frames[i];
            do
            {
                int length = Math.Min(rest.Length, _options.MaxFragmentLength);
                WriteItem(value.AsSpan(position), ElementScanner.Item, (uint)Even(length));
                rest[..length].CopyTo(value.AsSpan(position + ItemHeaderLength));
                position += ItemHeaderLength + Even(length);
                rest = rest[length..];
            }
            while (!rest.IsEmpty);
        }

        WriteItem(value.AsSpan(position), ElementScanner.SequenceDelimitation, 0);
        return value;
    }

    private long Fragments(int length) => Math.Max(1, (length + (long)_options.MaxFragmentLength - 1) / _options.MaxFragmentLength);

    private static int Even(int length) => length + (length & 1);

    internal static void WriteItem(Span<byte> destination, DicomTag tag, uint length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], tag.Element);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], length);
    }

    internal static byte[] Quads(ReadOnlySpan<long> values)
    {
        byte[] bytes = new byte[values.Length * 8];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 8), values[i]);
        return bytes;
    }
}
