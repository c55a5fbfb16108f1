namespace Pacs.Imaging;

/// <summary>Decodes the code blocks of a tile, one after the other. One a thread.</summary>
internal sealed class J2kBlockDecoder
{
    private readonly MqBlockDecoder _mq = new();
    private readonly HtBlockDecoder _ht = new();
    private readonly uint[] _magnitudes = new uint[HtBlockDecoder.ResultLength];
    private byte[] _bytes = new byte[16 * 1024];

    /// <summary>Elements from one row of the last result to the next.</summary>
    public int Stride { get; private set; }

    /// <summary>Decodes a block.</summary>
    /// <returns>Signed magnitudes in halves, in rows of <see cref="Stride"/>, valid until the next block; empty when all are zero.</returns>
    /// <exception cref="DicomImageException">The block has more bit planes than are supported, or breaks a rule of its coder.</exception>
    public Span<uint> Decode(ReadOnlySpan<byte> frame, J2kTile tile, in J2kBlock block, J2kBand band, J2kBlockStyle style)
    {
        int planes = band.Planes - block.ZeroPlanes;
        if (block.FirstChunk == 0 || planes <= 0) return [];
        bool isHt = style.HasFlag(J2kBlockStyle.HighThroughput);
        Stride = isHt ? HtBlockDecoder.Stride(block.Width) : block.Width;
        bool isDecoded = isHt ? DecodeHt(frame, tile, block, band, style) : DecodeMq(frame, tile, block, band, style, planes);
        return isDecoded ? _magnitudes.AsSpan(0, Stride * block.Height) : [];
    }

    private bool DecodeMq(ReadOnlySpan<byte> frame, J2kTile tile, in J2kBlock block, J2kBand band, J2kBlockStyle style, int planes)
    {
        if (planes > MqBlockDecoder.MaxPlanes) throw new DicomImageException($"A code block has {planes} bit planes; {MqBlockDecoder.MaxPlanes} are supported.");
        _mq.Start(_magnitudes, block.Width, block.Height, band.Orientation, style);
        int pass = 0;
        for (int chunk = block.FirstChunk; chunk != 0;)
        {
            int start = pass, end = pass + Gather(frame, tile, ref chunk, J2kPassRules.UntilTermination(style, pass), out int length);
            if (J2kPassRules.IsRaw(style, start))
            {
                var bits = new RawBitReader(_bytes.AsSpan(0, length));
                for (; pass < end; pass++)
                {
                    int plane = Plane(planes, pass);
                    if (plane < 0) return true;
                    if (pass % 3 == 1) _mq.Significance(ref bits, plane);
                    else _mq.Refinement(ref bits, plane);
                }

                continue;
            }

            MqDecoder mq = _mq.StartSegment(_bytes);
            for (; pass < end; pass++)
            {
                int plane = Plane(planes, pass);
                // More passes than planes: what follows cannot be meant.
                if (plane < 0) return true;
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

        return true;
    }

    private bool DecodeHt(ReadOnlySpan<byte> frame, J2kTile tile, in J2kBlock block, J2kBand band, J2kBlockStyle style)
    {
        int chunk = block.FirstChunk;
        // All but the last pass of the first segment are placeholders, three for each plane that was left out (15444-15 §B.2).
        int first = Gather(frame, tile, ref chunk, short.MaxValue, out int cleanupLength, oneSegment: true);
        if (cleanupLength == 0) return false;
        int refinements = 0, length = cleanupLength;
        if (chunk != 0)
        {
            refinements = Gather(frame, tile, ref chunk, 2, out int refinementLength, at: cleanupLength);
            length += refinementLength;
        }

        if (chunk != 0) throw new DicomImageException("A code block has several sets of HT passes, which is not supported.");
        int plane = band.Planes - 1 - block.ZeroPlanes - ((first - 1) / 3);
        _ht.Decode(_bytes.AsSpan(0, length), cleanupLength, refinements, plane, _magnitudes, block.Width, block.Height, style.HasFlag(J2kBlockStyle.VerticallyCausal));
        return true;
    }

    // Joins the chunks of one codeword segment and puts FF FF behind; gives the number of its passes.
    private int Gather(ReadOnlySpan<byte> frame, J2kTile tile, ref int chunk, int limit, out int length, int at = 0, bool oneSegment = false)
    {
        int passes = 0;
        length = 0;
        while (chunk != 0 && passes < limit)
        {
            J2kChunk piece = tile.Chunks[chunk - 1];
            if (_bytes.Length < at + length + piece.Length + 2) Array.Resize(ref _bytes, 2 * (at + length + piece.Length + 2));
            frame.Slice(piece.Offset, piece.Length).CopyTo(_bytes.AsSpan(at + length));
            length += piece.Length;
            passes += piece.Passes;
            chunk = piece.Next;
            if (oneSegment) break;
        }

        _bytes[at + length] = _bytes[at + length + 1] = 0xFF;
        return passes;
    }

    // The first pass is a cleanup pass; then come three a plane (§D.3).
    private static int Plane(int planes, int pass) => planes - 1 - ((pass + 2) / 3);
}
