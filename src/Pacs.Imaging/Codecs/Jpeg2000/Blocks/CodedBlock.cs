using System.Buffers;

namespace Pacs.Imaging;

/// <summary>What an encoder made of a code block: its bytes in pooled memory, and where it may be cut.</summary>
internal struct CodedBlock
{
    public byte[]? Bytes;
    public int Length;

    /// <summary>Most significant bit planes that are zero.</summary>
    public int ZeroPlanes;

    /// <summary>After each pass: bytes that a decoder needs, and the squared error that is gone by then. Null where there is one pass only.</summary>
    public (int Length, double Gain)[]? Passes;

    /// <summary>Passes that are kept; 0 leaves the block out.</summary>
    public int KeptPasses;

    public int KeptLength;

    public void SetBytes(ReadOnlySpan<byte> bytes)
    {
        Release();
        Bytes = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(Bytes);
        (Length, KeptLength) = (bytes.Length, bytes.Length);
    }

    public void Release()
    {
        if (Bytes is not null) ArrayPool<byte>.Shared.Return(Bytes);
        Bytes = null;
    }
}
