using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Steps through the elements of a run that <see cref="AttributeWriter"/> wrote. A damaged run ends where it cannot be followed.</summary>
internal ref struct RunReader(ReadOnlySpan<byte> run)
{
    private ReadOnlySpan<byte> _rest = run;

    /// <summary>The tag of the current element.</summary>
    internal DicomTag Tag { get; private set; }

    /// <summary>The current element, header included.</summary>
    internal ReadOnlySpan<byte> Element { get; private set; }

    /// <summary>Length of the current element's header.</summary>
    internal int HeaderLength { get; private set; }

    /// <summary>Whether there is a current element.</summary>
    internal bool HasElement { get; private set; }

    /// <summary>The value of the current element, padding included.</summary>
    internal readonly ReadOnlySpan<byte> Value => Element[HeaderLength..];

    /// <summary>Goes to the next element; false at the end.</summary>
    internal bool Next()
    {
        HasElement = false;
        if (_rest.Length < 8) return false;
        var vr = (DicomVR)BinaryPrimitives.ReadUInt16LittleEndian(_rest[4..]);
        long length;
        if (vr.HasShortLength())
        {
            HeaderLength = 8;
            length = BinaryPrimitives.ReadUInt16LittleEndian(_rest[6..]);
        }
        else
        {
            if (_rest.Length < 12) return false;
            HeaderLength = 12;
            length = BinaryPrimitives.ReadUInt32LittleEndian(_rest[8..]);
        }

        if (HeaderLength + length > _rest.Length) return false;
        Tag = new DicomTag(BinaryPrimitives.ReadUInt16LittleEndian(_rest), BinaryPrimitives.ReadUInt16LittleEndian(_rest[2..]));
        Element = _rest[..(HeaderLength + (int)length)];
        _rest = _rest[Element.Length..];
        return HasElement = true;
    }

    /// <summary>Goes to the first element at or above a tag; false when the run has none. The current element counts.</summary>
    internal bool Seek(DicomTag tag)
    {
        while (HasElement && Tag < tag) Next();
        return HasElement;
    }
}
