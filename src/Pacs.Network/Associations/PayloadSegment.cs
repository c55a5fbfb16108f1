using System.Buffers;

namespace Pacs.Network;

/// <summary>A piece of a data set in the transport's buffer, linked to the next one behind the headers between them. Reused from read to read.</summary>
internal sealed class PayloadSegment : ReadOnlySequenceSegment<byte>
{
    /// <summary>Where the piece begins, in bytes from the start of the unconsumed input.</summary>
    public long InputOffset { get; private set; }

    /// <summary>Where the framing stands at its beginning.</summary>
    public DataPosition Position { get; private set; }

    /// <summary>PDUs that begin between the start of the unconsumed input and this piece.</summary>
    public int PduCount { get; private set; }

    public void Set(ReadOnlyMemory<byte> memory, long runningIndex, long inputOffset, DataPosition position, int pduCount)
    {
        PduCount = pduCount;
        Memory = memory;
        RunningIndex = runningIndex;
        InputOffset = inputOffset;
        Position = position;
        Next = null;
    }

    public void Link(PayloadSegment next) => Next = next;
}
