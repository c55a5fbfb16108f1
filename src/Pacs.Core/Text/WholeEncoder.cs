using System.Buffers;
using System.Text;

namespace Pacs.Core;

/// <summary>Writes text in an encoding that is not built of code elements.</summary>
internal static class WholeEncoder
{
    /// <summary>Encodes a value; false, with the place of the first character without a code, when none may be replaced.</summary>
    public static bool TryEncode(Encoding encoding, ReadOnlySpan<char> text, IBufferWriter<byte> output, bool replace, out int failedAt)
    {
        failedAt = -1;
        try
        {
            output.Advance(encoding.GetBytes(text, output.GetSpan(encoding.GetMaxByteCount(text.Length))));
            return true;
        }
        catch (EncoderFallbackException)
        {
            return EncodeEach(encoding, text, output, replace, out failedAt);
        }
    }

    private static bool EncodeEach(Encoding encoding, ReadOnlySpan<char> text, IBufferWriter<byte> output, bool replace, out int failedAt)
    {
        failedAt = -1;
        Span<byte> bytes = stackalloc byte[8];
        Span<char> chars = stackalloc char[2];
        for (int i = 0; i < text.Length;)
        {
            bool isScalar = Rune.DecodeFromUtf16(text[i..], out Rune rune, out int length) == OperationStatus.Done;
            int written = isScalar ? Encode(encoding, chars[..rune.EncodeToUtf16(chars)], bytes) : 0;
            if (written == 0)
            {
                failedAt = i;
                if (!replace) return false;
                bytes[0] = (byte)'?';
                written = 1;
            }

            output.Write(bytes[..written]);
            i += length;
        }

        return true;
    }

    private static int Encode(Encoding encoding, ReadOnlySpan<char> character, Span<byte> bytes)
    {
        try
        {
            return encoding.GetBytes(character, bytes);
        }
        catch (EncoderFallbackException)
        {
            return 0;
        }
    }
}
