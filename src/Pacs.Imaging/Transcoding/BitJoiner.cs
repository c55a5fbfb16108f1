using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Joins frames of single bits: native ones follow each other without regard to bytes (PS3.5 §8.1.1), decoded ones begin with one each.</summary>
internal sealed class BitJoiner
{
    private byte _rest;
    private int _restBits;

    /// <summary>The whole bytes that are complete with this frame; what is over is kept for the next, or given with the last.</summary>
    public EncodedFrame Join(EncodedFrame frame, long bits, bool isLast)
    {
        if (_restBits == 0 && bits % 8 == 0) return frame;
        using (frame)
        {
            ReadOnlySpan<byte> from = frame.Bytes;
            long total = _restBits + bits;
            byte[] joined = new byte[(total + 7) / 8];
            joined[0] = _rest;
            for (int i = 0; i < (bits + 7) / 8; i++)
            {
                // Bits after the frame's last one are not pixels.
                int value = i == bits / 8 ? from[i] & ((1 << (int)(bits % 8)) - 1) : from[i];
                joined[i] |= (byte)(value << _restBits);
                if (i + 1 < joined.Length) joined[i + 1] = (byte)(value >> (8 - _restBits));
            }

            _restBits = isLast ? 0 : (int)(total % 8);
            _rest = _restBits == 0 ? (byte)0 : joined[^1];
            return new EncodedFrame(frame.Frame, frame.TransferSyntax, joined.AsMemory(0, isLast ? joined.Length : (int)(total / 8)));
        }
    }
}
