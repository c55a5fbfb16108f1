using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>Streams of the lossless process.</summary>
internal sealed class JpegLosslessTarget : JpegTarget
{
    public override string Name => "jpeg-lossless";

    public override IEnumerable<byte[]> Seeds(string corpus)
    {
        yield return Encode(1, 8, TransferSyntax.JPEGLosslessSV1);
        yield return Encode(1, 12, TransferSyntax.JPEGLossless);
        yield return Encode(1, 16, TransferSyntax.JPEGLosslessSV1);
        yield return Encode(3, 8, TransferSyntax.JPEGLossless);

        // The other predictors on the differences that the encoder took for one: other pixels, the same code.
        byte[] gray = Encode(1, 12, TransferSyntax.JPEGLosslessSV1);
        int scan = gray.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);
        for (byte predictor = 2; predictor <= 7; predictor++)
        {
            var other = (byte[])gray.Clone();
            other[scan + 7] = predictor;
            yield return other;
        }
    }
}
