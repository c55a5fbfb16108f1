using System.Buffers;

namespace Pacs.Core;

/// <summary>Frames in fragments (PS3.5 §A.4). A table that holds is believed for each frame as far as its fragments bear it out; else all fragments are walked, once.</summary>
internal sealed class EncapsulatedFrames : FrameLayout
{
    private readonly ValueSource _source;
    private readonly TransferSyntax _syntax;
    private readonly FrameFindings _findings;
    private readonly int? _stated;
    private readonly long _first;
    private readonly OffsetTable? _table;
    private Division? _division;

    private EncapsulatedFrames(ValueSource source, TransferSyntax syntax, FrameFindings findings, int? stated, long first, OffsetTable? table)
    {
        _source = source;
        _syntax = syntax;
        _findings = findings;
        _stated = stated;
        _first = first;
        _table = table;
    }

    /// <inheritdoc/>
    public override int Count => _division?.Firsts.Length ?? _table!.Count;

    /// <summary>Reads the tables, and the fragments' headers where the tables do not serve.</summary>
    /// <param name="value">Pixel Data: offset table item, fragments, delimiter.</param>
    /// <param name="syntax">Tells the codec.</param>
    /// <param name="stated">Number of Frames (0028,0008), or null.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="DicomDataException">The value holds no fragments, or they cannot be told apart.</exception>
    public static async ValueTask<EncapsulatedFrames> OpenAsync(PixelValue value, TransferSyntax syntax, int? stated, FrameFindings findings, CancellationToken ct)
    {
        ValueSource source = value.Source;
        var walk = new FragmentWalk(source, 0);
        if (!await walk.MoveNextAsync(ct).ConfigureAwait(false)) throw new DicomDataException($"The pixel data holds no fragments: {walk.Damage ?? "it ends at once"}.", ElementScanner.PixelDataTag, 0);
        (long first, OffsetTable? basic) = await ReadBasicAsync(source, walk, findings, ct).ConfigureAwait(false);
        OffsetTable? table = null;
        if (IsVideo(syntax))
        {
            stated = 1; // one stream over all fragments, whatever the table says of it (PS3.5 §A.4.5-A.4.9)
        }
        else
        {
            OffsetTable? extended = await ReadExtendedAsync(value, first, findings, ct).ConfigureAwait(false);
            table = Choose(extended, "Extended", source, stated, first, findings) ?? Choose(basic, "Basic", source, stated, first, findings);
        }

        if (stated is null && table is { Count: > 1 }) findings.Add(FindingKind.FrameCount, DicomTag.NumberOfFrames, 0, $"Number of Frames is missing; the offset table has {table.Count} entries.");
        var frames = new EncapsulatedFrames(source, syntax, findings, stated, first, table);
        if (table is null) await frames.DivideAsync(ct).ConfigureAwait(false);
        return frames;
    }

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<ByteRange>> RangesAsync(int frame, CancellationToken ct)
    {
        if (_division is null)
        {
            if (await ByTableAsync(frame, ct).ConfigureAwait(false) is { } ranges) return ranges;
            await DivideAsync(ct).ConfigureAwait(false);
        }

        Division division = _division!;
        if (frame >= division.Firsts.Length) throw new DicomDataException($"The offset table was wrong: there are {division.Firsts.Length} frames, and none of index {frame}.", ElementScanner.PixelDataTag);
        return division.Ranges(frame);
    }

    /// <summary>The fragments from where the table says to where it says the next frame begins; null when there are none that fill this exactly.</summary>
    private async ValueTask<List<ByteRange>?> ByTableAsync(int frame, CancellationToken ct)
    {
        long end = _table!.End(frame, _source.Length);
        bool isLast = frame + 1 == _table.Count;
        var walk = new FragmentWalk(_source, _table.Starts[frame]);
        List<ByteRange> ranges = [];
        long length = 0;
        while (walk.Position < end && await walk.MoveNextAsync(ct).ConfigureAwait(false))
        {
            ranges.Add(walk.Content);
            length += walk.Content.Length;
        }

        bool isConfirmed = ranges.Count > 0 && (walk.Position == end || isLast && (walk.IsEnded || walk.Damage is not null));
        long wanted = _table.Lengths?[frame] ?? length;
        // A stated length leaves out padding; anything more that it leaves out is an error.
        if (isConfirmed && wanted <= length && length - wanted <= 1)
        {
            if (isLast && walk.Damage is not null) _findings.Add(FindingKind.Fragment, ElementScanner.PixelDataTag, walk.Position, walk.Damage);
            int last = ranges.FindLastIndex(static range => range.Length > 0);
            if (wanted < length) ranges[last] = ranges[last] with { Length = ranges[last].Length - 1 };
            return ranges;
        }

        _findings.Add(FindingKind.OffsetTable, ElementScanner.PixelDataTag, _table.Starts[frame],
            $"The offset table says that frame {frame} has the bytes {_table.Starts[frame]} to {end} of the value; the fragments there end at {walk.Position} and have {length} bytes. The table is ignored.");
        return null;
    }

    private async ValueTask DivideAsync(CancellationToken ct)
    {
        FragmentList fragments = await FragmentList.ReadAsync(_source, _first, ct).ConfigureAwait(false);
        if (fragments.Damage is { } damage) _findings.Add(FindingKind.Fragment, ElementScanner.PixelDataTag, fragments.End, damage);
        int[] firsts = fragments.Count == 0 ? [] : await FrameGrouping.DivideAsync(fragments, _source, _stated, _syntax, ct).ConfigureAwait(false);
        if (firsts.Length != (_stated ?? 1))
            _findings.Add(FindingKind.FrameCount, DicomTag.NumberOfFrames, 0, $"{_stated ?? 1} frames are stated; the {fragments.Count} fragments hold {firsts.Length}.");
        _division = new Division(fragments, firsts);
    }

    private static async ValueTask<(long First, OffsetTable? Table)> ReadBasicAsync(ValueSource source, FragmentWalk walk, FrameFindings findings, CancellationToken ct)
    {
        ByteRange content = walk.Content;
        long first = walk.Position;
        if (content.Length == 0) return (first, null);
        byte[] start = new byte[CodestreamMarkers.StartLength];
        int read = await source.ReadAsync(content.Offset, start.AsMemory(0, (int)Math.Min(start.Length, content.Length)), ct).ConfigureAwait(false);
        if (CodestreamMarkers.IsStart(start.AsSpan(0, read)))
        {
            findings.Add(FindingKind.OffsetTable, ElementScanner.PixelDataTag, 0, "The Basic Offset Table is missing: the first item is a fragment.");
            return (0, null);
        }

        // Each entry stands for at least an item header that follows.
        if (content.Length % 4 != 0 || content.Length / 4 > (source.Length - first) / FragmentWalk.HeaderLength)
        {
            findings.Add(FindingKind.OffsetTable, ElementScanner.PixelDataTag, 0, $"The Basic Offset Table of {content.Length} bytes cannot be one, with {source.Length - first} bytes of fragments after it. It is ignored.");
            return (first, null);
        }

        byte[] table = ArrayPool<byte>.Shared.Rent((int)content.Length);
        try
        {
            read = await source.ReadAsync(content.Offset, table.AsMemory(0, (int)content.Length), ct).ConfigureAwait(false);
            return (first, OffsetTable.Basic(table.AsSpan(0, read), first));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(table);
        }
    }

    private static async ValueTask<OffsetTable?> ReadExtendedAsync(PixelValue value, long first, FrameFindings findings, CancellationToken ct)
    {
        ReadOnlyMemory<byte> offsets = await value.ReadAsync(DicomTag.ExtendedOffsetTable, ct).ConfigureAwait(false);
        ReadOnlyMemory<byte> lengths = await value.ReadAsync(DicomTag.ExtendedOffsetTableLengths, ct).ConfigureAwait(false);
        if (offsets.Length < 8) return null;
        if (lengths.Length != offsets.Length)
            findings.Add(FindingKind.OffsetTable, DicomTag.ExtendedOffsetTableLengths, 0, $"The Extended Offset Table has {offsets.Length / 8} offsets and {lengths.Length / 8} lengths. The lengths are ignored.");
        return OffsetTable.Extended(offsets.Span, lengths.Span, first);
    }

    private static OffsetTable? Choose(OffsetTable? table, string name, ValueSource source, int? stated, long first, FrameFindings findings)
    {
        if (table is null) return null;
        string? contradiction = stated is not null && table.Count != stated ? $"It has {table.Count} entries for {stated} frames." : table.Contradiction(first, source.Length);
        if (contradiction is null) return table;
        findings.Add(FindingKind.OffsetTable, ElementScanner.PixelDataTag, 0, $"The {name} Offset Table is wrong. {contradiction} It is ignored.");
        return null;
    }

    private static bool IsVideo(TransferSyntax syntax) =>
        // MPEG2, MPEG-4 AVC/H.264 and HEVC have the numbers 100 to 108, with or without .1 (PS3.6 Annex A).
        syntax.Uid.Value is { Length: >= 23 } uid && uid.StartsWith("1.2.840.10008.1.2.4.10", StringComparison.Ordinal) && uid[22] is >= '0' and <= '8' && (uid.Length == 23 || uid[23] == '.');

    /// <summary>All fragments, and which of them begin a frame.</summary>
    private sealed record Division(FragmentList Fragments, int[] Firsts)
    {
        public ByteRange[] Ranges(int frame)
        {
            int first = Firsts[frame], end = frame + 1 < Firsts.Length ? Firsts[frame + 1] : Fragments.Count;
            var ranges = new ByteRange[end - first];
            for (int i = 0; i < ranges.Length; i++) ranges[i] = Fragments.Content(first + i);
            return ranges;
        }
    }
}
