using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Imaging.Tests.Codecs;

public sealed class NativeCodecContractTests : FrameCodecContract
{
    protected override IFrameCodec CreateCodec() => new NativeCodec();
}

public sealed class RleCodecContractTests : FrameCodecContract
{
    protected override IFrameCodec CreateCodec() => new RleCodec();
}

public sealed class DeflatedFrameCodecContractTests : FrameCodecContract
{
    protected override IFrameCodec CreateCodec() => new DeflatedFrameCodec();
}

public sealed class JpegLsCodecContractTests : FrameCodecContract
{
    protected override IFrameCodec CreateCodec() => new JpegLsCodec();

    protected override int Tolerance(PixelLayout layout, TransferSyntax syntax) => syntax == TransferSyntax.JPEGLSNearLossless ? EncodeOptions.Default.NearLossless : 0;
}

public sealed class JpegCodecContractTests : FrameCodecContract
{
    protected override IFrameCodec CreateCodec() => new JpegCodec();

    // Quality 90 of noise; colours share their chroma in pairs, so that single samples may be anything.
    protected override int Tolerance(PixelLayout layout, TransferSyntax syntax) =>
        !syntax.IsLossy ? 0 : layout.SamplesPerPixel == 3 ? 255 : Math.Max(16, (1 << layout.BitsStored) / 6);
}

public sealed class Jpeg2000CodecContractTests : FrameCodecContract
{
    protected override IFrameCodec CreateCodec() => new Jpeg2000Codec();

    protected override int Mutations => 60;

    // Ten to one, whatever that costs.
    protected override int Tolerance(PixelLayout layout, TransferSyntax syntax) => !syntax.IsLossy ? 0 : layout.BitsAllocated is 1 or 32 ? int.MaxValue : int.MaxValue - 1;

    // Tiles and their code blocks are objects; their coefficients are pooled.
    protected override long AllocationLimit => 8 << 20;
}
