using System.Text;

namespace Pacs.Core;

/// <summary>Encodings of the framework, without registering a provider for the whole process.</summary>
internal static class CodePages
{
    /// <summary>A code page whose decoder gives U+FFFD for what it does not know and whose encoder throws <see cref="EncoderFallbackException"/>.</summary>
    public static Encoding Get(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"))
        ?? Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"));
}
