using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Bytes of a record header. Little endian; fixed part, then four texts, each after its length.</summary>
/// <remarks>
/// A header is believed only when its CRC holds, its salt is that of the segment and it states its own place:
/// so neither a payload that contains headers nor a block of an older file can pass for a record.
/// </remarks>
internal static class RecordCodec
{
    /// <summary>Records begin at multiples of this: the page of every file system in use, so that a torn write never reaches a neighbour.</summary>
    public const int Alignment = PageMemory.PageLength;

    /// <summary>Room for the longest header: a record's header never leaves its first page.</summary>
    public const int MaxHeaderLength = 1024;

    /// <summary>Longest text kept. UIDs have 64 characters (PS3.5 §9.1), AE titles 16.</summary>
    public const int MaxTextLength = 128;

    private const ulong Magic = 0x3143_4552_5343_4150; // "PACSREC1"
    private const ushort Version = 1;
    private const int CrcAt = 12;
    private const int SaltAt = 16;
    private const int DeadAt = 32;
    private const int FixedLength = 152;
    private const ulong DeadMark = 0x4445_4144_4445_4144; // "DEADDEAD", xored with the salt
    private const ulong VoidMark = 0x564F_4944_564F_4944; // "VOIDVOID", likewise

    public static long Align(long length) => (length + Alignment - 1) & ~(Alignment - 1L);

    /// <summary>Bytes the header will take.</summary>
    /// <exception cref="ArgumentException">A text is longer than <see cref="MaxTextLength"/>.</exception>
    public static int Measure(RecordHeader header) => Measure(header.Id, header.TransferSyntax, header.CallingAe);

    /// <summary>Bytes the header of an object will take.</summary>
    /// <exception cref="ArgumentException">A text is longer than <see cref="MaxTextLength"/>.</exception>
    public static int Measure(BlobHeader header) => Measure(header.Id, header.TransferSyntax, header.CallingAe);

    /// <summary>Writes the header and returns its length.</summary>
    public static int Write(RecordHeader header, UInt128 salt, Span<byte> destination)
    {
        Span<byte> b = destination[..MaxHeaderLength];
        b.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(b, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(b[8..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(b[10..], (ushort)header.Kind);
        BinaryPrimitives.WriteUInt128LittleEndian(b[SaltAt..], salt);
        BinaryPrimitives.WriteInt64LittleEndian(b[40..], header.Place.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(b[48..], header.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(b[56..], header.PayloadLength);
        BinaryPrimitives.WriteInt32LittleEndian(b[64..], header.MetaLength);
        BinaryPrimitives.WriteUInt32LittleEndian(b[68..], header.MetaCrc);
        BinaryPrimitives.WriteUInt128LittleEndian(b[72..], header.ContentHash);
        BinaryPrimitives.WriteInt64LittleEndian(b[88..], header.At.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(b[96..], header.Target.Offset);
        BinaryPrimitives.WriteInt32LittleEndian(b[104..], header.Target.Segment);
        BinaryPrimitives.WriteInt64LittleEndian(b[112..], header.FileNumber);
        BinaryPrimitives.WriteInt32LittleEndian(b[120..], header.Place.Segment);
        BinaryPrimitives.WriteInt64LittleEndian(b[128..], header.TargetFileNumber);
        BinaryPrimitives.WriteInt64LittleEndian(b[136..], header.FileWatermark);
        int at = FixedLength;
        WriteText(b, ref at, header.Id.SopClass.Value);
        WriteText(b, ref at, header.Id.SopInstance.Value);
        WriteText(b, ref at, header.TransferSyntax.Uid.Value);
        WriteText(b, ref at, header.CallingAe);
        BinaryPrimitives.WriteInt32LittleEndian(b[124..], at);
        BinaryPrimitives.WriteUInt32LittleEndian(b[CrcAt..], Crc32C.Compute(b[..at]));
        return at;
    }

    /// <summary>Reads a header that is to stand at a place in the segment with this salt; false when there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> page, UInt128 salt, RecordPlace place, [NotNullWhen(true)] out RecordHeader? header)
    {
        header = null;
        if (page.Length < MaxHeaderLength
            || BinaryPrimitives.ReadUInt64LittleEndian(page) != Magic
            || BinaryPrimitives.ReadUInt128LittleEndian(page[SaltAt..]) != salt
            || BinaryPrimitives.ReadInt64LittleEndian(page[40..]) != place.Offset
            || BinaryPrimitives.ReadInt32LittleEndian(page[120..]) != place.Segment)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(page[124..]);
        if (length is < FixedLength or > MaxHeaderLength || !CrcHolds(page[..length])) return false;
        var kind = (RecordKind)BinaryPrimitives.ReadUInt16LittleEndian(page[10..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(page[8..]) != Version || !Enum.IsDefined(kind))
            throw new BlobStoreException(BlobFault.Format, $"The record at {place.ToAddress()} was written by a newer version.");

        int at = FixedLength;
        string sopClass = ReadText(page, ref at), sopInstance = ReadText(page, ref at), syntax = ReadText(page, ref at), ae = ReadText(page, ref at);
        header = new RecordHeader
        {
            Kind = kind,
            Place = place,
            Sequence = BinaryPrimitives.ReadInt64LittleEndian(page[48..]),
            Id = new InstanceId(new DicomUid(sopClass), new DicomUid(sopInstance)),
            TransferSyntax = TransferSyntax.Get(new DicomUid(syntax)),
            CallingAe = ae,
            At = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(page[88..]), TimeSpan.Zero),
            PayloadLength = BinaryPrimitives.ReadInt64LittleEndian(page[56..]),
            MetaLength = BinaryPrimitives.ReadInt32LittleEndian(page[64..]),
            MetaCrc = BinaryPrimitives.ReadUInt32LittleEndian(page[68..]),
            ContentHash = BinaryPrimitives.ReadUInt128LittleEndian(page[72..]),
            Target = new RecordPlace(BinaryPrimitives.ReadInt32LittleEndian(page[104..]), BinaryPrimitives.ReadInt64LittleEndian(page[96..])),
            FileNumber = BinaryPrimitives.ReadInt64LittleEndian(page[112..]),
            TargetFileNumber = BinaryPrimitives.ReadInt64LittleEndian(page[128..]),
            FileWatermark = BinaryPrimitives.ReadInt64LittleEndian(page[136..]),
            IsDead = BinaryPrimitives.ReadUInt64LittleEndian(page[DeadAt..]) == (DeadMark ^ (ulong)salt),
            IsVoid = BinaryPrimitives.ReadUInt64LittleEndian(page[DeadAt..]) == (VoidMark ^ (ulong)salt),
            HeaderLength = length,
        };
        return true;
    }

    /// <summary>Whether a page carries any trace of a record header, whatever its segment.</summary>
    public static bool LooksLikeRecord(ReadOnlySpan<byte> page) => BinaryPrimitives.ReadUInt64LittleEndian(page) == Magic;

    /// <summary>The salt a record states, to be believed only together with its CRC.</summary>
    public static UInt128 PeekSalt(ReadOnlySpan<byte> page) => BinaryPrimitives.ReadUInt128LittleEndian(page[SaltAt..]);

    /// <summary>The eight bytes that mark a record as removed, or as never acknowledged, where it stands, and their offset in it. Outside the CRC, inside one sector: a torn write leaves either value.</summary>
    public static (int Offset, byte[] Bytes) MarkBytes(UInt128 salt, bool isVoid)
    {
        byte[] mark = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(mark, (isVoid ? VoidMark : DeadMark) ^ (ulong)salt);
        return (DeadAt, mark);
    }

    // CRC field and mark count as zero.
    private static bool CrcHolds(ReadOnlySpan<byte> header)
    {
        Span<byte> copy = stackalloc byte[header.Length];
        header.CopyTo(copy);
        copy.Slice(CrcAt, 4).Clear();
        copy.Slice(DeadAt, 8).Clear();
        return Crc32C.Compute(copy) == BinaryPrimitives.ReadUInt32LittleEndian(header[CrcAt..]);
    }

    private static int Measure(InstanceId id, TransferSyntax syntax, string callingAe) =>
        FixedLength + Measure(id.SopClass.Value) + Measure(id.SopInstance.Value) + Measure(syntax.Uid.Value) + Measure(callingAe);

    private static int Measure(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        return length <= MaxTextLength
            ? 1 + length
            : throw new ArgumentException($"UID or AE title of {length} bytes; at most {MaxTextLength} can be kept.", nameof(text));
    }

    private static void WriteText(Span<byte> b, ref int at, string text)
    {
        b[at++] = (byte)(Measure(text) - 1);
        at += Encoding.UTF8.GetBytes(text, b[at..]);
    }

    private static string ReadText(ReadOnlySpan<byte> b, ref int at)
    {
        int length = b[at++];
        string text = Encoding.UTF8.GetString(b.Slice(at, length));
        at += length;
        return text;
    }
}
