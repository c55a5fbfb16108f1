using System.Buffers;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>JPEG 2000 (ISO/IEC 15444-1) and HTJ2K (ISO/IEC 15444-15), managed and in vectors. Stateless: safe from any thread.</summary>
/// <remarks>
/// All of Part 1 is read: any tiling, progression order, precincts, layers, code block style and region of interest, packed headers, JP2 boxes
/// around the codestream; and of Part 15 several sets of HT passes in a code block, and both kinds of code block in a stream. Samples have up to
/// 32 bits, both ways; those of more than 24 are worked on in 64 bits and take longer. A stream that ends early is decoded as far as it goes, and <see cref="DecodeReduced"/> tells what is missing.
/// </remarks>
public sealed class Jpeg2000Codec : IResolutionCodec
{
    private static readonly TransferSyntax[] Syntaxes =
        [TransferSyntax.JPEG2000Lossless, TransferSyntax.JPEG2000, TransferSyntax.HTJ2KLossless, TransferSyntax.HTJ2KLosslessRPCL, TransferSyntax.HTJ2K];

    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Decodes => Syntaxes;

    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Encodes => Syntaxes;

    /// <inheritdoc/>
    public PixelLayout ReadLayout(ReadOnlySpan<byte> encoded, PixelLayout declared) => ReadReducedLayout(encoded, declared, 0);

    /// <inheritdoc/>
    public int GetReductions(ReadOnlySpan<byte> encoded) => J2kLayout.Reductions(J2kCodestream.ReadMainHeader(encoded));

    /// <inheritdoc/>
    public PixelLayout ReadReducedLayout(ReadOnlySpan<byte> encoded, PixelLayout declared, int reductions)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentOutOfRangeException.ThrowIfNegative(reductions);
        return J2kLayout.Of(J2kCodestream.ReadMainHeader(encoded), declared, reductions);
    }

    /// <inheritdoc/>
    /// <remarks>A stream that ends early gives the pixels that its packets suffice for. <see cref="DecodeReduced"/> without reduction does the same and says so.</remarks>
    public void Decode(ReadOnlyMemory<byte> encoded, PixelLayout declared, Memory<byte> pixels, CodecContext context) =>
        DecodeReduced(encoded, declared, 0, pixels, context);

    /// <inheritdoc/>
    public long GetReducedLength(ReadOnlyMemory<byte> encoded, PixelLayout declared, int reductions, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ReadReducedLayout(encoded.Span, declared, reductions);
        J2kCodestream stream = J2kCodestream.Read(encoded.Span, context);
        long end = stream.MainHeaderEnd;
        foreach (J2kTileSource source in stream.Tiles.Values)
        {
            using var tile = new J2kTile(stream.Size, source.Index, source.Parameters, context);
            J2kLayout.RequireReductions(tile, reductions);
            var packets = new J2kPacketReader(encoded.Span, tile, source, context);
            packets.ReadAll(reductions);
            end = Math.Max(end, packets.WantedEnd);
        }

        return end;
    }

    /// <inheritdoc/>
    public bool TryGetReducedLength(ReadOnlyMemory<byte> beginning, PixelLayout declared, int reductions, CodecContext context, out long length)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            ReadReducedLayout(beginning.Span, declared, reductions);
            return J2kReach.TryGet(beginning.Span, J2kCodestream.Read(beginning.Span, context), reductions, context, out length);
        }
        catch (DicomImageException)
        {
            length = 2L * Math.Max(512, beginning.Length);
            return false;
        }
    }

    /// <inheritdoc/>
    public string? DecodeReduced(ReadOnlyMemory<byte> encoded, PixelLayout declared, int reductions, Memory<byte> pixels, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        PixelLayout layout = ReadReducedLayout(encoded.Span, declared, reductions);
        if (pixels.Length < layout.FrameLength) throw new ArgumentException($"The frame has {layout.FrameLength} bytes; there is room for {pixels.Length}.", nameof(pixels));
        J2kCodestream stream = J2kCodestream.Read(encoded.Span, context);
        var output = new J2kOutput(stream, layout, pixels, reductions);
        // Tiles side by side where there are enough of them to keep all threads at work, else the blocks and rows of one after the other.
        int tiles = stream.Size.TileCount, degree = context.MaxDegreeOfParallelism;
        bool areParallel = degree > 1 && !output.IsPacked && (tiles >= 4 * degree || (tiles > 1 && tiles % degree == 0));
        var decoder = new J2kTileDecoder(encoded, stream, reductions, areParallel ? 1 : degree, context);
        var missing = new string?[tiles];
        J2kParallel.For(tiles, areParallel ? degree : 1, context, () => decoder, (tile, own) =>
            missing[tile] = stream.Tiles.TryGetValue(tile, out J2kTileSource? source) ? own.Decode(source, output) : $"tile {tile} has no tile-part");
        return Array.Find(missing, static what => what is not null);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// One tile in RPCL order with precincts of 256 x 256, a tile-part for each resolution and their lengths up front (TLM): any beginning is a
    /// smaller or coarser picture. The base resolution has at most 64 pixels in its longer side. Colour given as RGB is transformed, so the layout
    /// that comes back says YBR_RCT or YBR_ICT, as the data set must (PS3.5 §8.2.4).
    /// </remarks>
    public PixelLayout Encode(ReadOnlyMemory<byte> pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions options, IBufferWriter<byte> output, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(context);
        if (!Syntaxes.Contains(syntax)) throw new ArgumentException($"{syntax} is no syntax of this codec.", nameof(syntax));
        if (layout.Format != SampleFormat.Integer || layout.IsSubsampled || layout.SamplesPerPixel > 4 || layout.BitsStored > J2kEncoder.MaxPrecision || layout.PixelCount == 0 || layout.PixelCount > int.MaxValue / sizeof(int))
            throw new DicomImageException($"A frame of {layout.Columns} x {layout.Rows} pixels with {layout.SamplesPerPixel} samples of {layout.BitsStored} bits in {layout.Photometric} cannot be encoded as JPEG 2000.");
        if (pixels.Length < layout.FrameLength) throw new ArgumentException($"The frame has {layout.FrameLength} bytes; {pixels.Length} are given.", nameof(pixels));
        var encoder = new J2kEncoder(layout, syntax, context);
        if (syntax.IsLossy) encoder.EncodeLossy(pixels.Span, options.CompressionRatio, output);
        else encoder.EncodeLossless(pixels.Span, output);
        bool isTransformed = J2kEncodePlan.IsTransformed(layout);
        return layout with
        {
            IsPlanar = false, HighBit = layout.BitsStored - 1,
            Photometric = !isTransformed ? layout.Photometric : syntax.IsLossy ? PhotometricInterpretation.YbrIct : PhotometricInterpretation.YbrRct,
        };
    }
}
