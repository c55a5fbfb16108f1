namespace Pacs.Imaging;

/// <summary>Decodes the code blocks of a tile, one after the other. One a thread.</summary>
internal sealed class J2kBlockDecoder
{
    private readonly MqBlockDecoder _mq = new();
    private readonly HtBlockDecoder _ht = new();
    private readonly uint[] _magnitudes = new uint[HtBlockDecoder.ResultLength];
    private ulong[] _wide = [];
    private MqStretches? _stretches;
    private byte[] _bytes = new byte[16 * 1024];

    /// <summary>Elements from one row of the last result to the next.</summary>
    public int Stride { get; private set; }

    /// <summary>Decodes a block.</summary>
    /// <returns>Signed magnitudes in halves, in rows of <see cref="Stride"/>, valid until the next block; empty when all are zero.</returns>
    /// <exception cref="DicomImageException">The block has more bit planes than fit, or breaks a rule of its coder.</exception>
    public Span<uint> Decode(ReadOnlySpan<byte> frame, J2kTile tile, in J2kBlock block, J2kBand band, J2kBlockStyle style)
    {
        if (!Start(block, band, out int planes)) return [];
        if (block.Coder == J2kBlockCoder.Mq)
        {
            if (planes > MqBlockDecoder.MaxPlanes) throw new DicomImageException($"A code block has {planes} bit planes; {MqBlockDecoder.MaxPlanes} are supported.");
            DecodeMq(frame, tile, block, band, J2kPassRules.StyleOf(style, block.Coder), planes, null);
        }
        else
        {
            if (!GatherHt(frame, tile, block, out HtSet set)) return [];
            _ht.Decode(_bytes.AsSpan(0, set.Length), set.CleanupLength, set.Refinements, planes - 1 - set.Index, _magnitudes, block.Width, block.Height, style.HasFlag(J2kBlockStyle.VerticallyCausal));
        }

        return _magnitudes.AsSpan(0, Stride * block.Height);
    }

    /// <summary>Decodes a block whose magnitudes may have more than 30 bits.</summary>
    /// <returns>As <see cref="Decode"/>; the sign is bit 63.</returns>
    /// <exception cref="DicomImageException">The block breaks a rule of its coder, or has more bit planes than even these can hold.</exception>
    public Span<ulong> DecodeWide(ReadOnlySpan<byte> frame, J2kTile tile, in J2kBlock block, J2kBand band, J2kBlockStyle style)
    {
        if (!Start(block, band, out int planes)) return [];
        if (_wide.Length == 0) _wide = new ulong[HtBlockDecoder.ResultLength];
        if (block.Coder == J2kBlockCoder.Mq)
        {
            if (planes > MqStretches.MaxPlanes) throw new DicomImageException($"A code block has {planes} bit planes; {MqStretches.MaxPlanes} are supported.");
            _stretches ??= new MqStretches();
            _stretches.Start(planes);
            DecodeMq(frame, tile, block, band, J2kPassRules.StyleOf(style, block.Coder), planes, _stretches);
            _stretches.Join(_magnitudes.AsSpan(0, block.Width * block.Height), _wide);
        }
        else
        {
            if (!GatherHt(frame, tile, block, out HtSet set)) return [];
            _ht.DecodeWide(_bytes.AsSpan(0, set.Length), set.CleanupLength, set.Refinements, planes - 1 - set.Index, _wide, block.Width, block.Height, style.HasFlag(J2kBlockStyle.VerticallyCausal));
        }

        return _wide.AsSpan(0, Stride * block.Height);
    }

    private bool Start(in J2kBlock block, J2kBand band, out int planes)
    {
        planes = band.Planes - block.ZeroPlanes;
        Stride = block.Coder == J2kBlockCoder.Ht ? HtBlockDecoder.Stride(block.Width) : block.Width;
        return block.FirstChunk != 0 && planes > 0 && block.Coder != J2kBlockCoder.Unknown;
    }

    private void DecodeMq(ReadOnlySpan<byte> frame, J2kTile tile, in J2kBlock block, J2kBand band, J2kBlockStyle style, int planes, MqStretches? stretches)
    {
        int pass = 0, width = block.Width, height = block.Height;
        _mq.Start(_magnitudes, width, height, band.Orientation, style);
        for (int chunk = block.FirstChunk; chunk != 0;)
        {
            int start = pass, end = pass + Gather(frame, tile, ref chunk, J2kPassRules.UntilTermination(style, pass), out int length);
            if (J2kPassRules.IsRaw(style, start))
            {
                var bits = new RawBitReader(_bytes.AsSpan(0, length));
                for (; pass < end; pass++)
                {
                    int plane = Plane(pass);
                    if (plane < 0) return;
                    if (pass % 3 == 1) _mq.Significance(ref bits, plane);
                    else _mq.Refinement(ref bits, plane);
                }

                continue;
            }

            MqDecoder mq = _mq.StartSegment(_bytes);
            for (; pass < end; pass++)
            {
                int plane = Plane(pass);
                // More passes than planes: what follows cannot be meant.
                if (plane < 0) return;
                if (style.HasFlag(J2kBlockStyle.Reset)) _mq.ResetContexts();
                switch (pass % 3)
                {
                    case 0:
                        _mq.Cleanup(ref mq, plane);
                        if (style.HasFlag(J2kBlockStyle.SegmentationSymbols)) MqBlockDecoder.SegmentationSymbol(ref mq);
                        break;
                    case 1: _mq.Significance(ref mq, plane); break;
                    default: _mq.Refinement(ref mq, plane); break;
                }
            }
        }

        // The first pass is a cleanup pass; then come three a plane (§D.3).
        int Plane(int pass)
        {
            int plane = planes - 1 - ((pass + 2) / 3);
            return stretches is null || plane < 0 ? plane : stretches.Enter(plane, _magnitudes.AsSpan(0, width * height));
        }
    }

    // Joins the chunks of one codeword segment and puts FF FF behind; gives the number of its passes.
    private int Gather(ReadOnlySpan<byte> frame, J2kTile tile, ref int chunk, int limit, out int length)
    {
        int passes = 0;
        length = 0;
        while (chunk != 0 && passes < limit)
        {
            J2kChunk piece = tile.Chunks[chunk - 1];
            Append(frame, piece, ref length);
            passes += piece.Passes;
            chunk = piece.Next;
        }

        _bytes[length] = _bytes[length + 1] = 0xFF;
        return passes;
    }

    // An HT set, a cleanup pass and the refinements behind it, says all that the sets before it say: only the last that has bytes is decoded
    // (15444-15 §7.1.1, §8.3). Passes without bytes, as the placeholders before the first set, count for their planes alone.
    private bool GatherHt(ReadOnlySpan<byte> frame, J2kTile tile, in J2kBlock block, out HtSet set)
    {
        set = new HtSet { Index = -1 };
        int passes = 0, length = 0;
        J2kChunk piece;
        for (int chunk = block.FirstChunk; chunk != 0; chunk = piece.Next)
        {
            piece = tile.Chunks[chunk - 1];
            passes += piece.Passes;
            int last = passes - 1;
            if (piece.Length == 0) continue;
            if (last % 3 == 0)
            {
                length = 0;
                Append(frame, piece, ref length);
                set = new HtSet { Index = last / 3, CleanupLength = length, Length = length };
            }
            else
            {
                if (last / 3 != set.Index) throw new DicomImageException($"An HT code block refines its set {last / 3}, which has no cleanup pass.");
                Append(frame, piece, ref length);
                set = set with { Refinements = last % 3, Length = length };
            }
        }

        return set.Index >= 0;
    }

    private void Append(ReadOnlySpan<byte> frame, J2kChunk piece, ref int length)
    {
        if (_bytes.Length < length + piece.Length + 2) Array.Resize(ref _bytes, 2 * (length + piece.Length + 2));
        frame.Slice(piece.Offset, piece.Length).CopyTo(_bytes.AsSpan(length));
        length += piece.Length;
    }

    // Which set, counted from the first plane of the block on, and its bytes.
    private readonly record struct HtSet(int Index, int CleanupLength, int Refinements, int Length);
}
