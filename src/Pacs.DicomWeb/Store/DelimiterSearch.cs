using System.Buffers;

namespace Pacs.DicomWeb;

/// <summary>Finds a delimiter in bytes that may lie in several pieces. Pure; time is linear in the input.</summary>
internal static class DelimiterSearch
{
    /// <summary>Longest delimiter: two line break characters, two hyphens, and a boundary of at most 70 characters (RFC 2046 §5.1.1) — some clients have longer ones.</summary>
    public const int MaxLength = 256;

    /// <summary>Where the delimiter begins, in bytes from the start; -1 when it is not there.</summary>
    public static long IndexOf(in ReadOnlySequence<byte> bytes, ReadOnlySpan<byte> delimiter)
    {
        if (bytes.IsSingleSegment) return DelimiterScan.IndexOf(bytes.FirstSpan, delimiter);
        Span<byte> joint = stackalloc byte[2 * MaxLength];
        int keep = delimiter.Length - 1, carried = 0;
        long position = 0;
        foreach (ReadOnlyMemory<byte> piece in bytes)
        {
            ReadOnlySpan<byte> span = piece.Span;
            // Across the seam: the last bytes before, and the first of this piece.
            int head = Math.Min(keep, span.Length);
            if (carried > 0)
            {
                span[..head].CopyTo(joint[carried..]);
                int across = joint[..(carried + head)].IndexOf(delimiter);
                if (across >= 0) return position - carried + across;
            }

            int within = DelimiterScan.IndexOf(span, delimiter);
            if (within >= 0) return position + within;
            if (span.Length >= keep)
            {
                span[^keep..].CopyTo(joint);
                carried = keep;
            }
            else
            {
                if (carried == 0) span.CopyTo(joint);
                int all = carried + span.Length, drop = Math.Max(0, all - keep);
                joint[drop..all].CopyTo(joint);
                carried = all - drop;
            }

            position += span.Length;
        }

        return -1;
    }
}
