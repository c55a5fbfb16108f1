using Pacs.Core;

namespace Pacs.Network;

/// <summary>What A-ASSOCIATE-RQ and -AC have in common (PS3.8 §9.3.2, §9.3.3).</summary>
internal static class AssociationPduParser
{
    public const byte ApplicationContextItem = 0x10;
    public const byte UserInformationItem = 0x50;

    /// <summary>Protocol version, two reserved bytes, two AE titles, 32 reserved bytes.</summary>
    public const int FixedLength = 2 + 2 + 16 + 16 + 32;

    /// <summary>As many odd numbers as a byte has.</summary>
    public const int MaxContexts = 128;

    /// <summary>The DICOM application context (PS3.7 §A.2.1), the only one there is.</summary>
    public static readonly DicomUid ApplicationContextName = new("1.2.840.10008.3.1.1.1");

    public static void ThrowIfBadId(byte id, Span<bool> seen)
    {
        if ((id & 1) == 0) throw new DicomProtocolException($"Presentation context id {id} is even.");
        ref bool slot = ref seen[id >> 1];
        if (slot) throw new DicomProtocolException($"Presentation context id {id} stands twice.");
        slot = true;
    }

    public static void WriteFixedFields(ItemWriter writer, PduType type, ushort protocolVersion, string calledAe, string callingAe, DicomUid applicationContext)
    {
        writer.WriteByte((byte)type);
        writer.WriteByte(0);
        writer.WriteUInt32(0); // put in at the end
        writer.WriteUInt16(protocolVersion);
        writer.WriteUInt16(0);
        writer.WriteAeTitle(calledAe);
        writer.WriteAeTitle(callingAe);
        writer.Reserve(32).Clear();
        writer.WriteItem(ApplicationContextItem, applicationContext);
    }

    public static void ReadFixedFields(ref ItemReader reader, out ushort protocolVersion, out string calledAe, out string callingAe)
    {
        protocolVersion = reader.ReadUInt16();
        reader.Take(2);
        calledAe = ItemReader.ToText(reader.Take(16));
        callingAe = ItemReader.ToText(reader.Take(16));
        reader.Take(32);
    }

    public static void Finish(ItemWriter writer, System.Buffers.IBufferWriter<byte> output)
    {
        Span<byte> target = output.GetSpan(writer.Length);
        writer.Written.CopyTo(target);
        new PduHeader((PduType)target[0], (uint)(writer.Length - PduHeader.Size)).Write(target);
        output.Advance(writer.Length);
    }
}
