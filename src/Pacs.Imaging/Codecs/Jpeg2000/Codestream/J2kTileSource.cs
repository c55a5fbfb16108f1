using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>All that the codestream holds of one tile: its parameters and where its packets are.</summary>
internal sealed class J2kTileSource(int index, J2kParameters parameters)
{
    private List<(int Index, byte[] Data)>? _ofThisPart;
    private readonly List<uint> _packetLengths = [];
    private List<byte>? _packedHeaders;

    public int Index { get; } = index;

    public J2kParameters Parameters { get; set; } = parameters;

    /// <summary>Ranges of packet bytes, one a tile-part, as offsets into the frame.</summary>
    public List<(int Start, int End)> Parts { get; } = [];

    /// <summary>Whether packet headers stand apart from their bodies.</summary>
    public bool HasPackedHeaders => _packedHeaders is not null;

    /// <summary>The packet headers that stand apart, in one piece.</summary>
    public ReadOnlySpan<byte> PackedHeaders => CollectionsMarshal.AsSpan(_packedHeaders);

    /// <summary>Lengths of packets as PLT tells them; nothing depends on it.</summary>
    public IReadOnlyList<uint> PacketLengths => _packetLengths;

    /// <summary>Keeps a PLT segment: numbers in sevens of bits, the highest bit set in all bytes but the last (ISO/IEC 15444-1 §A.7.3).</summary>
    public void AddPacketLengths(ref J2kSegment segment)
    {
        if (segment.Remaining > 0) segment.U8();
        for (uint length = 0; segment.Remaining > 0;)
        {
            int next = segment.U8();
            length = (length << 7) | ((uint)next & 0x7F);
            if ((next & 0x80) != 0) continue;
            _packetLengths.Add(length);
            length = 0;
        }
    }

    /// <summary>Keeps a PPT segment of the current tile-part (ISO/IEC 15444-1 §A.7.5).</summary>
    public void AddPackedHeader(ref J2kSegment segment)
    {
        int index = segment.U8();
        (_ofThisPart ??= []).Add((index, segment.Take(segment.Remaining).ToArray()));
    }

    /// <summary>Ends a tile-part header: its PPT segments follow in the order of their index.</summary>
    public void EndHeader(ReadOnlySpan<byte> fromMainHeader)
    {
        if (!fromMainHeader.IsEmpty) (_packedHeaders ??= []).AddRange(fromMainHeader);
        if (_ofThisPart is null) return;
        foreach ((_, byte[] data) in _ofThisPart.OrderBy(part => part.Index)) (_packedHeaders ??= []).AddRange(data);
        _ofThisPart = null;
    }
}
