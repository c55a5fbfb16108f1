using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Which frames need no work to stand in another syntax.</summary>
internal static class SyntaxFit
{
    // A stream of the first is a stream of the second too, without any loss on the way.
    private static readonly (TransferSyntax From, TransferSyntax To)[] Contained =
    [
        (TransferSyntax.JPEGLosslessSV1, TransferSyntax.JPEGLossless),
        (TransferSyntax.JPEGBaseline8Bit, TransferSyntax.JPEGExtended12Bit),
        (TransferSyntax.HTJ2KLosslessRPCL, TransferSyntax.HTJ2KLossless),
    ];

    /// <summary>Whether frames keep their bytes: the same syntax, both uncompressed, or one that contains the other.</summary>
    public static bool IsUntouched(TransferSyntax from, TransferSyntax to) =>
        from == to || IsNative(from) && IsNative(to) || Contained.Contains((from, to));

    /// <summary>Whether pixel data stands there uncompressed, frame after frame.</summary>
    public static bool IsNative(TransferSyntax syntax) =>
        syntax == TransferSyntax.ExplicitVRLittleEndian || syntax == TransferSyntax.ImplicitVRLittleEndian
        || syntax == TransferSyntax.DeflatedExplicitVRLittleEndian || syntax == TransferSyntax.ExplicitVRBigEndian;

    /// <summary>Whether encoding in this syntax loses information.</summary>
    public static bool Loses(TransferSyntax syntax, EncodeOptions options) =>
        syntax.IsLossy && !(syntax == TransferSyntax.JPEGLSNearLossless && options.NearLossless == 0);
}
